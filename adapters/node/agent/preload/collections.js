'use strict';
// Counts V8's garbage collections.

const { PerformanceObserver, constants, performance } = require('node:perf_hooks');
const { GC } = require('../slots');
const { Page } = require('./page');

const EVENT_GC = 1;
const MINOR = GC.kinds.indexOf('minor');
const MAJOR = GC.kinds.indexOf('major');
const INDEX = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: MINOR,
  [constants.NODE_PERFORMANCE_GC_MAJOR]: MAJOR,
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: GC.kinds.indexOf('incremental'),
  [constants.NODE_PERFORMANCE_GC_WEAKCB]: GC.kinds.indexOf('weakcb'),
};

/**
 * What performance.now() counts from, in nanoseconds of CLOCK_MONOTONIC.
 *
 * Time that passes between looking at both clocks makes it too early, so the latest of several is the best.
 */
function origin() {
  const looks = Array.from({ length: 10 }, () => Number(process.hrtime.bigint()) - performance.now() * 1e6);
  return Math.max(...looks);
}

/** Listens to what Node.js tells of each pause after it, in a later turn of the loop. */
class Collections {
  #page;
  #observer;
  #origin = origin();

  constructor(folder, safely) {
    const isKnown = PerformanceObserver.supportedEntryTypes.includes('gc');
    this.#page = new Page(folder, 'gc', isKnown ? '' : 'this runtime does not tell of its collections');
    if (!isKnown) return;
    this.#observer = new PerformanceObserver(safely((list) => this.#count(list.getEntries())));
    this.#observer.observe({ type: 'gc' });
  }

  #count(entries) {
    for (const { detail, startTime, duration } of entries) {
      const nanoseconds = Math.round(duration * 1e6);
      const index = INDEX[detail.kind] ?? MINOR; // V8 has other collectors of the young generation
      if (index <= MAJOR) this.#page.add(GC.collections, 1);
      this.#page.add(GC.time, nanoseconds);
      this.#page.add(GC.count + index, 1);
      this.#page.add(GC.timeOf + index, nanoseconds);
      this.#page.maximum(GC.longest, nanoseconds);
      this.#page.event(EVENT_GC, Math.round(this.#origin + startTime * 1e6), nanoseconds);
    }
  }

  flush() {
    if (this.#observer) this.#count(this.#observer.takeRecords());
    this.#page.flush();
  }
}

module.exports = { Collections };
