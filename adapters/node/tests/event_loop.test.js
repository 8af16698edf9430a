'use strict';
// Delays of the event loop are seen as long as they were, when they were.

const assert = require('node:assert/strict');
const test = require('node:test');
const { performance } = require('node:perf_hooks');
const { EventLoop } = require('../agent/preload/event_loop');
const metrics = require('../agent/metrics.json');
const { LOOP } = require('../agent/slots');
const { PageCopy } = require('./pages');
const { agentFolder, result } = require('./subjects');

const MILLISECOND = 1e6;
const INTERVAL = 20;

/** What the pages say of a loop whose ticks were [elapsed, work] milliseconds apart, from the time 0 on. */
function looked(t, ticks) {
  const folder = agentFolder(t);
  let now = 0;
  let active = 0;
  t.mock.method(performance, 'eventLoopUtilization', () => ({ active, idle: now - active }));
  const loop = new EventLoop(folder.path, INTERVAL * MILLISECOND);
  loop.tick(0);
  for (const [elapsed, work] of ticks) {
    now += elapsed;
    active += work;
    loop.tick(now * MILLISECOND);
  }
  loop.flush();
  const { values, events } = folder.read();
  const stalls = events.map(({ timeNanoseconds: time, durationNanoseconds: duration, kind }) =>
    [kind, time / MILLISECOND, duration / MILLISECOND]);
  const page = new PageCopy(`${folder.path}/loop.${process.pid}`);
  const lags = LOOP.lags.bounds.map((bound, index) => [bound, page.total(LOOP.lags.slot + index)]);
  return { values, stalls, lags: lags.filter(([, count]) => count > 0) };
}

test('what an idle loop did before it was late is how long it was delayed', (t) => {
  const { values, stalls } = looked(t, [[20, 0], [21, 0], [55, 50], [20, 0], [64, 50], [20, 0]]);
  assert.deepEqual(stalls, [['stall', 46, 50], ['stall', 130, 50]]);
  assert.deepEqual([values['node.loop.stalls'], values['node.loop.stalled']], [2, 100 * MILLISECOND]);
  assert.deepEqual([values['node.loop.active'], values['node.loop.idle']], [100e6, 100e6]);
  assert.equal(values['node.loop.lag_longest'], 44 * MILLISECOND);
});

test('a delay right after another one is seen whole', (t) => {
  assert.deepEqual(looked(t, [[20, 0], [70, 50], [60, 50]]).stalls, [['stall', 40, 50], ['stall', 100, 50]]);
});

test('what a busy loop always does is no delay', (t) => {
  const { values, stalls, lags } = looked(t, Array(10).fill([23, 23]));
  const last = Array.from({ length: 8 }, (_, index) => ['stall', 23 * (index + 3) - 3, 3]);
  assert.deepEqual(stalls.slice(2), last); // the first two may have been the beginning of something
  assert.equal(values['node.loop.active'], 230 * MILLISECOND);
  assert.deepEqual(lags, [[4 * MILLISECOND, 10]]); // the bucket from 2.8 to 4 ms
});

test('a loop that had nothing to do was not delayed, however late its timer', (t) => {
  const { values, stalls } = looked(t, [[21, 0.1], [21.4, 0.9], [35, 0.5]]);
  assert.deepEqual(stalls, []);
  assert.equal(values['node.loop.stalls'], 0);
  assert.equal(values['node.loop.lag_longest'], 15 * MILLISECOND);
});

test('delays are counted in buckets, whose bounds are those that the host is told', (t) => {
  const ticks = [...Array(97).fill([20, 0]), ...Array(3).fill([120, 100])];
  const { values, lags } = looked(t, ticks);
  assert.deepEqual(lags, [[MILLISECOND, 97], [128 * MILLISECOND, 3]]);
  assert.equal(values['node.loop.lag_longest'], 100 * MILLISECOND);
  const told = metrics.filter(({ aggregation }) => aggregation === 'percentile').map(({ page }) => page);
  assert.equal(told.length, 2);
  for (const { slot, buckets } of told) {
    assert.deepEqual([slot, ...buckets.bounds, Infinity], [LOOP.lags.slot, ...LOOP.lags.bounds]);
  }
});

test('a scheduled block of 50 ms is a stall at its time', async (t) => {
  const folder = agentFolder(t);
  const program = `
    const blocks = [];
    for (let i = 0; i < 9; i++) {
      await sleep(70 + 3 * i); // at another phase of the agent's timer each time
      const begin = now();
      block(50);
      blocks.push([begin, now()]);
    }
    await sleep(50);
    print(blocks);`;
  const blocks = await result(folder, program);
  const stalls = folder.read().events.filter(({ kind }) => kind === 'stall');
  const errors = blocks.map(([begin, end]) => {
    const distances = stalls.map(({ timeNanoseconds: time, durationNanoseconds: duration }) =>
      Math.max(Math.abs(time - begin), Math.abs(time + duration - end)) / MILLISECOND);
    return Math.min(...distances);
  });
  // A busy machine may have no processor for the program between block and tick: single ones are longer.
  assert.ok(errors.sort((a, b) => a - b)[4] <= 5, JSON.stringify(errors));
  assert.ok(errors.every((error) => error < 100), JSON.stringify(errors));
});

test('a loop works and waits as long as it lives', async (t) => {
  const folder = agentFolder(t);
  const program = `
    await sleep(1); // the loop has begun
    const begin = now();
    await sleep(100);
    block(100);
    await sleep(100);
    print(now() - begin);`;
  const elapsed = await result(folder, program);
  const { 'node.loop.active': active, 'node.loop.idle': idle } = folder.read().values;
  // Half of the waiting: what a busy machine takes from the agent's own ticks counts as work.
  assert.ok(active >= 99 * MILLISECOND && idle >= 100 * MILLISECOND, JSON.stringify([active, idle]));
  assert.ok(active + idle >= elapsed - MILLISECOND, JSON.stringify([active, idle, elapsed]));
});

test('a runtime that cannot tell says so', (t) => {
  const folder = agentFolder(t);
  const told = Object.getOwnPropertyDescriptor(performance, 'eventLoopUtilization');
  const holder = told ? performance : Object.getPrototypeOf(performance); // it differs between versions
  const own = Object.getOwnPropertyDescriptor(holder, 'eventLoopUtilization');
  t.after(() => Object.defineProperty(holder, 'eventLoopUtilization', own));
  Object.defineProperty(holder, 'eventLoopUtilization', { ...own, value: undefined });
  const loop = new EventLoop(folder.path, INTERVAL * MILLISECOND);
  loop.tick(0);
  loop.flush();
  assert.match(folder.read().reasons['node.loop.active'], /does not tell/);
});
