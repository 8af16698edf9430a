'use strict';
// A counter page of a running or ended thread, as its reader sees it (docs/AGENTS.md).

const fs = require('node:fs');

const MAGIC = 'HRNSPAGE';
const VERSION = 1;
const READINGS = 3; // in words of 8 bytes, as all that follows
const EVENTS_WRITTEN = 4;
const EVENT_SLOTS = 5;
const TOTALS = 16;
const EVENTS = 48;
const EVENT_KINDS = { 1: 'gc', 2: 'gil_wait', 3: 'stall' };
const COPIES = 100;

/** The page in a file; throws while it is not complete, or when it is none. */
class CounterPage {
  #file;
  #words;
  #before; // the words at the last reading
  #eventsRead = 0;

  constructor(path) {
    this.#file = fs.openSync(path, 'r+');
    try {
      this.#words = new BigUint64Array(fs.fstatSync(this.#file).size >>> 3);
      this.#before = new BigUint64Array(this.#words.length);
      this.refresh();
      const head = Buffer.from(this.#words.buffer);
      if (head.subarray(0, 8).toString('latin1') !== MAGIC || this.#words.length < EVENTS) {
        throw new Error(`${path} is no counter page, or not complete yet`);
      }
      const [version, pid] = new Uint32Array(this.#words.buffer, 8, 2);
      if (version !== VERSION) {
        throw new Error(`${path} has version ${version} of the counter page, not ${VERSION}`);
      }
      this.pid = pid;
    } catch (error) {
      fs.closeSync(this.#file);
      throw error;
    }
  }

  /**
   * Takes a copy of the page, which the other methods tell of.
   *
   * Node cannot map files, so the writer's next write may come in the midst: the copy counts when a second
   * one is equal. Writes are 100 ms apart, copies some microseconds.
   */
  refresh() {
    const first = Buffer.from(this.#words.buffer);
    const second = Buffer.alloc(first.length);
    for (let count = 0; count < COPIES; count++) {
      for (const copy of [first, second]) fs.readSync(this.#file, copy, 0, copy.length, 0);
      if (first.equals(second)) return;
    }
  }

  /** Why there is nothing to count in this thread, or ''. */
  get unavailable() {
    const text = Buffer.from(this.#words.buffer, 48, 80);
    return text.subarray(0, text.indexOf(0)).toString();
  }

  /** A cumulative total, or what a gauge last showed. */
  total(slot) {
    return Number(this.#words[TOTALS + slot]);
  }

  /** By how much a total has grown since the last reading. */
  growth(slot) {
    return Number(this.#words[TOTALS + slot] - this.#before[TOTALS + slot]);
  }

  /** The greatest value since the last reading, 0 if there was none. */
  maximum(slot) {
    const reading = this.#words[TOTALS + slot + 1];
    // It may have been written after the last reading's copy, and before its end.
    const isNew = [0, 1].some((next) => this.growth(slot + next) !== 0);
    const isLate = reading + 1n === this.#words[READINGS] && isNew;
    return reading === this.#words[READINGS] || isLate ? this.total(slot) : 0;
  }

  /** The events since the last call, oldest first; those the ring no longer has are lost. */
  events() {
    const end = Number(this.#words[EVENTS_WRITTEN]);
    const slots = Number(this.#words[EVENT_SLOTS]);
    const found = [];
    // The place of event `end - slots` may just be getting the next one.
    for (let number = Math.max(this.#eventsRead, end - slots + 1); number < end; number++) {
      const [time, duration, kind] = this.#words.subarray(EVENTS + (number % slots) * 3).subarray(0, 3);
      found.push({
        kind: EVENT_KINDS[kind] ?? String(kind),
        timeNanoseconds: Number(time),
        durationNanoseconds: Number(duration),
        pid: this.pid,
      });
    }
    this.#eventsRead = end;
    return found;
  }

  /** Begins the next period of maxima and growths. */
  endReading() {
    this.#before.set(this.#words);
    this.#words[READINGS] += 1n;
    fs.writeSync(this.#file, this.#words, READINGS * 8, 8, READINGS * 8);
  }

  close() {
    fs.closeSync(this.#file);
  }
}

module.exports = { CounterPage };
