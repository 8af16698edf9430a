'use strict';
// A counter page of this thread, as its writer sees it (docs/AGENTS.md).

const { closeSync, constants, openSync, readlinkSync, readSync, writeSync } = require('node:fs');
const { basename } = require('node:path');
const { isMainThread } = require('node:worker_threads');

const MAGIC = Buffer.from('HRNSPAGE');
const VERSION = 1;
const SLOTS = 1024;
const EVENT_THRESHOLD_NANOSECONDS = 1e6;
const CREATED = 2; // in words of 8 bytes, as all that follows
const READINGS = 3;
const EVENTS_WRITTEN = 4;
const EVENT_SLOTS = 5;
const TOTALS = 16;
const EVENTS = 48;
const WORDS = EVENTS + 3 * SLOTS;

/**
 * Counts in memory; `flush` brings it into the file, in which the adapter reads.
 *
 * Node.js cannot map a file without an add-on in C++, so counts are written with pwrite(2), at fixed places.
 * The file is open only meanwhile: descriptors are the app's, which may close what it does not know, and get
 * the same number for something else.
 */
class Page {
  #path;
  #file;
  #words = new BigUint64Array(WORDS);
  #totals = new Float64Array(EVENTS - TOTALS); // exact up to 2^53, which is 104 days of nanoseconds
  #maxima = new Map(); // slot → the greatest value since the last flush
  #events = [];
  #isChanged = false;

  /** Makes this thread's page in a folder; `reason` says why nothing can be counted. */
  constructor(folder, kind, reason = '') {
    const thread = isMainThread ? process.pid : basename(readlinkSync('/proc/thread-self'));
    this.#path = `${folder}/${kind}.${thread}`;
    this.#withFile(constants.O_RDWR | constants.O_CREAT, () => this.#begin(reason));
  }

  #withFile(flags, action) {
    this.#file = openSync(this.#path, flags, 0o600);
    try {
      action();
    } finally {
      closeSync(this.#file);
    }
  }

  /** A page that is there already is continued: another program has become this one (`exec`). */
  #begin(reason) {
    const bytes = Buffer.from(this.#words.buffer);
    readSync(this.#file, bytes, 0, bytes.length, 0);
    if (bytes.subarray(0, 8).equals(MAGIC)) {
      for (const slot of this.#totals.keys()) this.#totals[slot] = Number(this.#words[TOTALS + slot]);
      return;
    }
    this.#words.fill(0n);
    this.#words[CREATED] = process.hrtime.bigint();
    this.#words[EVENT_SLOTS] = BigInt(SLOTS);
    new Uint32Array(this.#words.buffer, 8, 2).set([VERSION, process.pid]);
    bytes.write(reason, 48, 79);
    this.#write(1, WORDS - 1); // all of it, so that there is memory for what comes
    MAGIC.copy(bytes);
    this.#write(0, 1);
  }

  add(slot, amount) {
    this.#totals[slot] += amount;
    this.#isChanged = true;
  }

  /** Shows a value that may also fall. */
  set(slot, value) {
    this.#totals[slot] = value;
    this.#isChanged = true;
  }

  /** Keeps the greatest value since the last reading. */
  maximum(slot, value) {
    this.#maxima.set(slot, Math.max(value, this.#maxima.get(slot) ?? 0));
    this.#isChanged = true;
  }

  /** Appends an event, if it is long enough to be one. */
  event(kind, time, duration) {
    const hasPlace = this.#events.length < SLOTS;
    if (duration >= EVENT_THRESHOLD_NANOSECONDS && hasPlace) this.#events.push([time, duration, kind]);
  }

  /** Brings what was counted since the last flush into the file; throws when it cannot: the next one may. */
  flush() {
    if (this.#isChanged) this.#withFile(constants.O_RDWR, () => this.#writeChanges());
    this.#isChanged = false;
  }

  /** Totals and maxima come first, so that whoever sees an event finds it counted. */
  #writeChanges() {
    do {
      this.#takeMaxima();
      for (const [slot, total] of this.#totals.entries()) this.#words[TOTALS + slot] = BigInt(total);
      this.#write(TOTALS, EVENTS - TOTALS);
    } while (this.#maxima.size > 0 && this.#words[READINGS] !== this.#readings());
    this.#maxima.clear();
    for (const event of this.#events.splice(0)) {
      this.#writeEvent(event);
      this.#write(EVENTS_WRITTEN, 1);
    }
  }

  /** Puts an event into the ring, of which the number of events does not tell yet. */
  #writeEvent(event) {
    const number = this.#words[EVENTS_WRITTEN];
    const place = EVENTS + (Number(number) % SLOTS) * 3;
    this.#words.set(event.map(BigInt), place);
    this.#write(place, 3);
    this.#words[EVENTS_WRITTEN] = number + 1n;
  }

  /** Maxima since the last flush count for the present reading: told late or even twice, but never lost. */
  #takeMaxima() {
    if (this.#maxima.size === 0) return;
    this.#words[READINGS] = this.#readings();
    const reading = Number(this.#words[READINGS]);
    for (const [slot, value] of this.#maxima) {
      const isCurrent = this.#totals[slot + 1] === reading;
      this.#totals[slot] = isCurrent ? Math.max(value, this.#totals[slot]) : value;
      this.#totals[slot + 1] = reading;
    }
  }

  #readings() {
    const word = new BigUint64Array(1);
    readSync(this.#file, word, 0, 8, READINGS * 8);
    return word[0];
  }

  #write(first, count) {
    const written = writeSync(this.#file, this.#words, first * 8, count * 8, first * 8);
    if (written !== count * 8) throw new Error('the page could not be written');
  }
}

module.exports = { Page };
