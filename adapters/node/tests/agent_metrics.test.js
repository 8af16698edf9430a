'use strict';
// The agent's metrics through the protocol: Express alone and in a cluster, workers that end, and no agent.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const test = require('node:test');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { PREFIX, place } = require('../sdk/agent_folder');
const { Adapter, scripted } = require('./adapter');

// Without the reducer V8 collects for no other reason than the requests.
const CLUSTER = scripted(`
  const { NodeAgent } = require('./agent/agent');
  const { Server } = require('./sdk/server');
  const command = [process.execPath, '--expose-gc', '--no-memory-reducer', 'tests/cluster_app.js'];
  const cluster = { prepare: async () => ({}), launch: () => ({ command }) };
  new Server('test', '1', {}, { cluster }, new NodeAgent()).run();`);

const inCluster = (t) => Adapter.open(t, { command: CLUSTER });
const increase = (name, before, after) => after.values[name] - before.values[name];

/** The folders of an adapter's apps. */
function folders(adapter) {
  const names = fs.readdirSync(place()).filter((name) => name.startsWith(`${PREFIX}${adapter.process.pid}-`));
  return names.map((name) => path.join(place(), name));
}

/** The pid of the worker that answers. */
async function get(answer, target) {
  const [response] = await once(http.get(`http://127.0.0.1:${answer.address.port}${target}`), 'response');
  return Number(String(Buffer.concat(await response.toArray())));
}

/** The first metrics of which `wanted` holds: an agent writes within 100 ms, or when it gets to run. */
async function metrics(adapter, { app }, wanted) {
  for (;;) {
    const found = await adapter.call('metrics/read', { app });
    if (wanted(found)) return found;
    await sleep(20);
  }
}

const NETWORK = ['network.received', 'network.sent'];
const isComplete = ({ unavailable }) => Object.keys(unavailable).every((name) => NETWORK.includes(name));

test('every process of Express has its pages as long as the app runs', async (t) => {
  const adapter = await Adapter.open(t);
  const names = adapter.description.metrics.map(({ name }) => name).sort();
  for (const workers of [1, 2]) {
    const answer = await adapter.start({ workers });
    const { values, processes } = await metrics(adapter, answer, isComplete);
    assert.deepEqual([...Object.keys(values), ...NETWORK].sort(), names);
    assert.ok(values['node.heap.used'] > workers * 2 ** 20);
    assert.ok(values['node.loop.active'] > 0 && values['node.loop.idle'] > 0);
    const [folder] = folders(adapter);
    const expected = processes.flatMap((pid) => ['gc', 'heap', 'loop'].map((kind) => `${kind}.${pid}`));
    assert.equal(processes.length, workers === 1 ? 1 : workers + 1);
    assert.deepEqual(fs.readdirSync(folder).sort(), expected.sort());
    await adapter.call('app/stop', { app: answer.app });
    assert.deepEqual(folders(adapter), []);
  }
});

test('totals of workers are added and stay when one ends', async (t) => {
  const adapter = await inCluster(t);
  const answer = await adapter.start({ framework: 'cluster', workers: 2 });
  const first = await metrics(adapter, answer, isComplete);
  const workers = new Set();
  while (workers.size < 2) workers.add(await get(answer, '/'));
  for (let i = 0; i < 10; i++) await get(answer, '/collect?5');
  const collected = (before, count) => (after) => increase('node.gc.major', before, after) >= count;
  const second = await metrics(adapter, answer, collected(first, 50));
  assert.equal(increase('node.gc.major', first, second), 50);
  assert.ok([...workers].every((pid) => second.processes.includes(pid)));
  assert.ok(second.values['node.gc.major_time'] > 0);
  const ended = await get(answer, '/end');
  await get(answer, '/collect?3');
  const isLast = (after) => !after.processes.includes(ended) && collected(second, 3)(after);
  const third = await metrics(adapter, answer, isLast);
  assert.deepEqual(third.vanished, [ended]);
  assert.equal(increase('node.gc.major', second, third), 3);
  assert.ok(third.values['node.heap.limit'] < second.values['node.heap.limit']);
  const counters = ['cpu.total', 'cpu.user', 'node.gc.time', 'node.loop.active', 'process.run_queue_delay'];
  for (const name of counters) {
    assert.ok(increase(name, second, third) >= 0, name);
  }
});

test('a stall in a worker is told once, and the longest is that of the window', async (t) => {
  const adapter = await inCluster(t);
  const answer = await adapter.start({ framework: 'cluster', workers: 2 });
  let before = await metrics(adapter, answer, isComplete);
  const told = [];
  for (const milliseconds of [200, 100]) {
    const worker = await get(answer, `/block?${milliseconds}`);
    const isBlock = ({ kind, pid, durationNanoseconds }) =>
      kind === 'stall' && pid === worker && durationNanoseconds >= (milliseconds - 25) * 1e6;
    const after = await metrics(adapter, answer, ({ events }) => events.some(isBlock));
    const event = after.events.find(isBlock);
    assert.ok(event.timeNanoseconds > before.timeNanoseconds);
    assert.ok(event.timeNanoseconds + event.durationNanoseconds < after.timeNanoseconds);
    // The stall may have begun up to a tick of 20 ms before the loop was late.
    assert.ok(after.values['node.loop.lag_longest'] >= event.durationNanoseconds - 20.1e6);
    assert.ok(increase('node.loop.stalled', before, after) >= event.durationNanoseconds);
    told.push(event);
    before = after;
  }
  const quiet = await metrics(adapter, answer, ({ values }) => values['node.loop.lag_longest'] < 75e6);
  const isTold = ({ timeNanoseconds: time }) => told.some(({ timeNanoseconds }) => timeNanoseconds === time);
  assert.ok(!quiet.events.some(isTold));
});

test('an app can be started without agents', async (t) => {
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ agents: false });
  const environment = fs.readFileSync(`/proc/${answer.processes[0].pid}/environ`, 'latin1');
  assert.ok(!environment.includes('HARNESS_AGENT_DIR'));
  assert.deepEqual(folders(adapter), []);
  const { values, unavailable } = await adapter.call('metrics/read', { app: answer.app });
  const names = adapter.description.metrics.map(({ name }) => name);
  assert.deepEqual([...Object.keys(values), ...Object.keys(unavailable)].sort(), names.sort());
  assert.match(unavailable['node.gc.time'], /without runtime agents/);
});

test('what a killed adapter leaves is removed by the next start', async (t) => {
  const killed = await Adapter.open(t);
  await killed.start();
  assert.equal(folders(killed).length, 1);
  killed.process.kill('SIGKILL');
  await killed.exit; // its folder stays until any adapter of this machine starts an app
  const another = await Adapter.open(t);
  await another.start();
  assert.deepEqual([folders(another).length, folders(killed)], [1, []]);
  assert.equal(await another.close(), 0);
  assert.deepEqual(folders(another), []);
});
