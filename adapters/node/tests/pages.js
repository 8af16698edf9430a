'use strict';
// What agents have written, byte by byte as docs/AGENTS.md says; that the host reads it so is proved where the host is.

const fs = require('node:fs');
const path = require('node:path');
const metrics = require('../agent/metrics.json');
const tree = require('../sdk/process_tree');

const READINGS = 3; // in words of 8 bytes
const EVENT_KINDS = { 1: 'gc', 3: 'stall' };

/** A page that nobody else reads meanwhile. */
class PageCopy {
  #words;

  constructor(file) {
    const bytes = new Uint8Array(fs.readFileSync(file)); // a copy that is aligned
    this.#words = new BigUint64Array(bytes.buffer, 0, bytes.length >>> 3);
    const head = Buffer.from(bytes.buffer);
    if (head.toString('latin1', 0, 8) !== 'HRNSPAGE' || head.readUInt32LE(8) !== 1) throw new Error(`${file} is no page`);
    this.pid = head.readUInt32LE(12);
    this.reason = head.toString('utf8', 48, head.indexOf(0, 48));
  }

  total(slot) {
    return Number(this.#words[16 + slot]);
  }

  /** The greatest value since the last reading, 0 if there was none. */
  maximum(slot) {
    return this.total(slot + 1) === Number(this.#words[READINGS]) ? this.total(slot) : 0;
  }

  /** Those that the ring has, the oldest first. */
  events() {
    const [written, slots] = [Number(this.#words[4]), Number(this.#words[5])];
    const numbers = Array.from({ length: Math.min(written, slots) }, (_, index) => Math.max(0, written - slots) + index);
    return numbers.map((number) => {
      const [time, duration, kind] = this.#words.subarray(48 + (number % slots) * 3);
      return { kind: EVENT_KINDS[kind], timeNanoseconds: Number(time), durationNanoseconds: Number(duration) };
    });
  }
}

/** Begins the next period of maxima, as a reader does. */
function endReading(file) {
  const bytes = fs.readFileSync(file);
  bytes.writeBigUInt64LE(bytes.readBigUInt64LE(READINGS * 8) + 1n, READINGS * 8);
  fs.writeFileSync(file, bytes, { flag: 'r+' });
}

/** Values by metric of all threads together since they began, the reasons of those that cannot tell, and the events. */
function read(folder) {
  const isMade = (name) => fs.readFileSync(path.join(folder, name)).subarray(0, 8).some(Boolean); // the magic comes last
  const pages = fs.readdirSync(folder).filter(isMade).map((name) => {
    const [kind, thread] = name.split('.');
    return { kind, thread, page: new PageCopy(path.join(folder, name)) };
  });
  const [values, reasons] = [{}, {}];
  for (const { name, kind, aggregation, page: place } of metrics) {
    const own = pages.filter((page) => page.kind === place.kind);
    const reason = own.map(({ page }) => page.reason).find(Boolean);
    if (reason) reasons[name] = reason;
    else if (aggregation === 'maximum') values[name] = Math.max(...own.map(({ page }) => page.maximum(place.slot)));
    else if (aggregation === 'total') {
      const counted = own.filter(({ thread }) => kind === 'counter' || tree.alive(thread));
      values[name] = counted.reduce((sum, { page }) => sum + page.total(place.slot), 0);
    }
  }
  return { values, reasons, events: pages.flatMap(({ page }) => page.events()) };
}

module.exports = { PageCopy, endReading, read };
