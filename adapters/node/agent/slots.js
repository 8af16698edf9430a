'use strict';
// Where the agent's pages have what (docs/AGENTS.md): the app's side writes it, the adapter's reads it.

const GC = {
  collections: 0,
  time: 1,
  longest: 2, // and 3
  kinds: ['minor', 'major', 'incremental', 'weakcb'],
  count: 4, // of the first kind; the others follow
  timeOf: 8, // of the first kind; the others follow
};

const LOOP = {
  active: 0,
  idle: 1,
  longest: 2, // and 3
  stalls: 4,
  stalled: 5,
  lags: { slot: 6, bounds: [], longest: 2 }, // buckets; bounds in nanoseconds
};

// 1 ms, which is the resolution of libuv's timers, then steps of √2 up to 4 s; the last one has the rest.
for (let step = 0; step <= 24; step++) LOOP.lags.bounds.push(Math.round(1e6 * 2 ** (step / 2)));
LOOP.lags.bounds.push(Infinity);

const HEAP = { used: 0, total: 1, limit: 2 };

module.exports = { GC, HEAP, LOOP };
