'use strict';
// Counts how late this thread's event loop is, and how long it works.

const { performance } = require('node:perf_hooks');
const { LOOP } = require('../slots');
const { Page } = require('./page');

const EVENT_STALL = 3;
const STALL_NANOSECONDS = 1e6;

/**
 * Looks at a timer that should come every `interval` nanoseconds.
 *
 * How late it is tells that the loop was delayed, not since when: that may be before the timer was due. How
 * long the loop worked since the last tick tells it, less what it usually works: the less of the two ticks
 * before, so that a delay right after another one is seen whole as well.
 */
class EventLoop {
  #page;
  #interval;
  #last; // when the last tick was, how long the loop had worked and been idle
  #work = [0, 0]; // within the last two ticks, as far as it delayed none

  constructor(folder, interval) {
    const isKnown = typeof performance.eventLoopUtilization === 'function';
    const reason = isKnown ? '' : 'this runtime does not tell how its event loop is used';
    this.#page = new Page(folder, 'loop', reason);
    this.#interval = interval;
    if (!isKnown) this.tick = () => {};
  }

  /** `now` is in nanoseconds of CLOCK_MONOTONIC; the first tick is that from which others are counted. */
  tick(now) {
    const { active, idle } = performance.eventLoopUtilization();
    const current = { now, active: Math.round(active * 1e6), idle: Math.round(idle * 1e6) };
    const last = this.#last;
    this.#page.add(LOOP.active, current.active - (last?.active ?? 0));
    this.#page.add(LOOP.idle, current.idle - (last?.idle ?? 0));
    if (last) this.#count(now, now - last.now, current.active - last.active);
    this.#last = current;
  }

  #count(now, elapsed, active) {
    const lag = Math.max(0, elapsed - this.#interval);
    this.#page.add(LOOP.lags.slot + LOOP.lags.bounds.findIndex((bound) => lag <= bound), 1);
    this.#page.maximum(LOOP.longest, lag);
    // An idle loop is up to 1 ms late too, because libuv counts in whole ones; it has not worked then.
    const duration = Math.min(active, elapsed, Math.max(lag, active - Math.min(...this.#work)));
    if (lag >= STALL_NANOSECONDS && duration >= STALL_NANOSECONDS) {
      this.#page.add(LOOP.stalls, 1);
      this.#page.add(LOOP.stalled, duration);
      this.#page.event(EVENT_STALL, now - duration, duration);
    }
    this.#work = [this.#work[1], Math.min(active, this.#interval)];
  }

  flush() {
    this.#page.flush();
  }
}

module.exports = { EventLoop };
