'use strict';
// Collections are counted exactly and at their time, and the heap is shown as it grows.

const assert = require('node:assert/strict');
const test = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { agentFolder, converse, result } = require('./subjects');

const TOLERANCE = 100_000; // ns between a call and the collection in it; the clock's origin is known to 1 µs

test('forced collections are counted exactly, with their time', async (t) => {
  for (const [kind, force] of [['major', 'gc()'], ['minor', "gc({ type: 'minor' })"]]) {
    const folder = agentFolder(t);
    await result(folder, `for (let i = 0; i < 7; i++) ${force}; await settled(); print(0);`);
    const { values } = folder.read();
    assert.equal(values[`node.gc.${kind}`], 7);
    assert.equal(values['node.gc.collections'], 7);
    assert.ok(values['node.gc.longest'] > 0 && values['node.gc.longest'] <= values[`node.gc.${kind}_time`]);
    const times = ['minor', 'major', 'incremental', 'weakcb'].map((each) => values[`node.gc.${each}_time`]);
    assert.equal(times.reduce((sum, time) => sum + time), values['node.gc.time']);
  }
});

for (const isWorker of [false, true]) {
  test(`a long collection of a ${isWorker ? 'worker' : 'main'} thread is an event at its time`, async (t) => {
    const folder = agentFolder(t);
    const program = `
      const kept = Array.from({ length: 1e5 }, (_, index) => ({ index })); // some milliseconds to mark
      await settled();
      const begin = now();
      gc();
      print([begin, now(), kept.length]);
      await settled();`;
    const [begin, end] = await result(folder, program, { isWorker });
    const events = folder.read().events.filter(({ kind }) => kind === 'gc');
    const within = events.filter(({ timeNanoseconds: time, durationNanoseconds: duration }) =>
      time >= begin - TOLERANCE && time + duration <= end + TOLERANCE);
    assert.equal(within.length, 1, JSON.stringify([begin, end, events]));
  });
}

test('threads and processes count for themselves', async (t) => {
  const folder = agentFolder(t);
  const program = `
    const collect = 'for (let i = 0; i < 5; i++) gc(); setTimeout(() => {}, 20)';
    const { Worker } = require('node:worker_threads');
    const { once } = require('node:events');
    await once(new Worker(collect, { eval: true }), 'exit');
    require('node:child_process').spawnSync(process.execPath, ['--expose-gc', '-e', collect]);
    for (let i = 0; i < 5; i++) gc();
    await settled();
    print(0);`;
  await result(folder, program);
  assert.equal(folder.read().values['node.gc.major'], 15);
});

test('a process that becomes another program goes on counting', async (t) => {
  const folder = agentFolder(t);
  const program = 'for (let i = 0; i < 5; i++) gc(); await settled(); print(process.pid);';
  const pid = await result(folder, program);
  // A shell stands for the first program: it has the page of one that has counted 5, and becomes Node.js.
  const become = `mv "$HARNESS_AGENT_DIR/gc.${pid}" "$HARNESS_AGENT_DIR/gc.$$"; exec "$0" "$@"`;
  await result(folder, program, { command: ['sh', '-c', become] });
  assert.equal(folder.read().values['node.gc.major'], 10);
});

test('the heap is seen growing, and is gone with its process', async (t) => {
  const folder = agentFolder(t);
  const program = `
    const megabytes = [];
    process.stdin.on('data', (bytes) => {
      for (let i = 0; i < Number(bytes); i++) megabytes.push(Array(131072).fill(i)); // of 8 bytes each
      print(megabytes.length);
    });`;
  const subject = await converse(t, folder, program);
  const used = () => folder.read().values['node.heap.used'];
  await subject.ask(0);
  const before = used();
  await subject.ask(50);
  const expected = before + 50 * 2 ** 20;
  while (used() < expected) await sleep(10); // until the next look at the heap
  const { values } = folder.read();
  assert.ok(values['node.heap.used'] < before + 70 * 2 ** 20);
  assert.ok(values['node.heap.total'] >= values['node.heap.used']);
  assert.ok(values['node.heap.limit'] > values['node.heap.total']);
  await subject.end();
  assert.equal(used(), 0);
});
