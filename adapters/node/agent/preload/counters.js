'use strict';
// The counters of this thread, and when they are brought into their pages.

const { Collections } = require('./collections');
const { EventLoop } = require('./event_loop');
const { Heap } = require('./heap');

const TICK_MILLISECONDS = 20;
const FLUSH_NANOSECONDS = 80e6; // at the next tick after it, which is within 100 ms

/** Counts from now on, in this thread. */
function start(folder) {
  const now = () => Number(clock());
  const clock = process.hrtime.bigint;
  let flushed = now();

  /** An action that never throws into the app; what could not be written stays for the next time. */
  function safely(action) {
    return (...parameters) => {
      try {
        action(...parameters);
      } catch {
        // there may be no descriptor left, or the folder is gone
      }
    };
  }

  const counters = [new Heap(folder), new Collections(folder, safely)];
  const loop = new EventLoop(folder, TICK_MILLISECONDS * 1e6);
  counters.push(loop);

  function tick(isLast) {
    const time = now();
    loop.tick(time);
    if (time - flushed < FLUSH_NANOSECONDS && !isLast) return;
    flushed = time;
    for (const counter of counters) counter.flush();
  }

  const timer = setInterval(safely(() => tick(false)), TICK_MILLISECONDS);
  timer.unref();
  // No handler of signals: with one a signal would no longer end the app as it does without.
  process.on('exit', safely(() => tick(true)));
}

module.exports = { start };
