'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const tree = require('../sdk/process_tree');
const { Adapter, SECOND, scripted, survivors } = require('./adapter');

// Frameworks that misbehave; `hung` is healthy and ignores SIGTERM.
const MISBEHAVING = scripted(`
  const { Server } = require('./sdk/server');
  const { spawnSync, spawn } = require('node:child_process');
  const shell = (script) => ({ launch: () => ({ command: ['sh', '-c', script] }), prepare: async () => ({}) });
  const hung = "process.on('SIGTERM', () => {}); require('http').createServer((_, r) => r.end()).listen({ fd: 3 })";
  const frameworks = {
    broken: shell('seq 30 >&2; exit 3'),
    leaving: shell("trap '' TERM; sleep 60 & echo $! >&2; exit 3"),
    deaf: shell("trap '' TERM; while :; do sleep 0.1; done"),
    hung: { prepare: async () => ({}), launch: () => ({ command: [process.execPath, '-e', hung] }) },
    slow: { prepare: () => new Promise((done) => spawn('sh', ['-c', 'sleep 60; exit']).once('exit', done)) },
  };
  new Server('test', '1', {}, frameworks).run();`);

const misbehaving = (t) => Adapter.open(t, { command: MISBEHAVING });
const descendants = ({ process: { pid } }) => tree.pids(pid).slice(1);
const processes = (answer) => tree.pids(answer.pid);

/** The adapter's descendants, as soon as there are `count`. */
async function atLeast(count, adapter) {
  while (descendants(adapter).length < count) await sleep(5);
  return descendants(adapter);
}

test('preparing again changes nothing and is quick', async (t) => {
  const adapter = await Adapter.open(t);
  const first = await adapter.call('app/prepare', { framework: 'express' });
  const again = await adapter.call('app/prepare', { framework: 'express' });
  assert.deepEqual(Object.keys(first.versions), ['runtime', 'framework', 'server']);
  assert.deepEqual(again.versions, first.versions);
  assert.ok(again.durationNanoseconds < 2 * SECOND);
});

test('an app is started on its processor and stopped', async (t) => {
  const [, cpu] = /^Cpus_allowed_list:.*?(\d+)$/m.exec(fs.readFileSync('/proc/self/status', 'latin1'));
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ cpus: [Number(cpu)] });
  const [health] = await once(http.get(`http://127.0.0.1:${answer.address.port}/health`), 'response');
  assert.equal(health.statusCode, 200);
  assert.equal(String(await health.toArray()), '{"status":"ok"}');
  const pids = processes(answer);
  for (const pid of pids) {
    assert.match(fs.readFileSync(`/proc/${pid}/status`, 'latin1'), new RegExp(`^Cpus_allowed_list:\\t${cpu}$`, 'm'));
  }
  assert.deepEqual(await adapter.call('app/stop', { app: answer.app }), { exitCode: null, signal: 15 });
  assert.deepEqual(pids.filter(tree.alive), []);
  assert.equal((await adapter.call('metrics/read', { app: answer.app })).code, -32005);
  assert.deepEqual(await adapter.call('shutdown'), {});
  assert.equal(await adapter.exit, 0);
});

test('HARNESS_NODE chooses the interpreter', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'harness-node-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const chosen = path.join(folder, 'chosen');
  fs.writeFileSync(chosen, `#!/bin/sh\necho chosen >&2\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
  const adapter = await Adapter.open(t, { environment: { HARNESS_NODE: chosen } });
  const { runtime } = await adapter.call('initialize', { protocolVersions: [1] });
  assert.equal(adapter.printed, 'chosen\n');
  assert.deepEqual([runtime.path, runtime.version], [process.execPath, process.versions.node]);
});

test('several workers are stopped to the last', async (t) => {
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ workers: 2 });
  const pids = processes(answer);
  assert.equal(pids.length, 3);
  await adapter.call('app/stop', { app: answer.app });
  assert.deepEqual(pids.filter(tree.alive), []);
});

for (const workers of [1, 2]) {
  test(`an app of ${workers} that is killed is reported within a second`, async (t) => {
    const adapter = await Adapter.open(t);
    const answer = await adapter.start({ workers });
    const pids = processes(answer);
    const killed = Date.now();
    process.kill(pids[0], 'SIGKILL');
    const { params } = await adapter.receive(({ method }) => method === 'app/exited');
    assert.ok(Date.now() - killed < 1000);
    const { stderr, ...exited } = params;
    assert.deepEqual(exited, { app: answer.app, exitCode: null, signal: 9 });
    if (workers === 1) assert.deepEqual(stderr, []); // a second worker may be starting, and complain that its primary is gone
    assert.deepEqual(await survivors(pids), []);
  });

  test(`an app of ${workers} ends with the input and with a killed adapter`, async (t) => {
    for (const end of [(adapter) => adapter.close(), (adapter) => adapter.process.kill('SIGKILL')]) {
      const adapter = await Adapter.open(t);
      const pids = processes(await adapter.start({ workers }));
      await end(adapter);
      assert.deepEqual(await survivors(pids), []);
    }
  });
}

test('apps that ignore SIGTERM are killed, together at the end of the input', async (t) => {
  const adapter = await misbehaving(t);
  const answer = await adapter.start({ framework: 'hung' });
  const [pid] = processes(answer);
  assert.deepEqual(await adapter.call('app/stop', { app: answer.app }), { exitCode: null, signal: 9 });
  assert.ok(!tree.alive(pid));
  const pids = [];
  for (let count = 0; count < 3; count++) pids.push(...processes(await adapter.start({ framework: 'hung' })));
  assert.equal(await adapter.close(), 0); // in the 2 s that rule T5 gives
  assert.deepEqual(pids.filter(tree.alive), []);
});

test('the end of the input interrupts a start', async (t) => {
  const adapter = await misbehaving(t);
  adapter.send('app/start', { framework: 'deaf', workers: 1, cpus: [], healthTimeoutNanoseconds: 60 * SECOND });
  adapter.send('app/start', { framework: 'deaf', workers: 1, cpus: [], healthTimeoutNanoseconds: 60 * SECOND });
  const pids = await atLeast(2, adapter); // the shell and its sleep
  assert.equal(await adapter.close(), 0);
  assert.deepEqual(pids.filter(tree.alive), []);
});

test('the end of the input ends what prepares', async (t) => {
  const adapter = await misbehaving(t);
  adapter.send('app/prepare', { framework: 'slow' });
  const pids = await atLeast(2, adapter);
  assert.equal(await adapter.close(), 0);
  assert.deepEqual(pids.filter(tree.alive), []);
});

test('a failed start says why and leaves nothing', async (t) => {
  const adapter = await misbehaving(t);
  const error = await adapter.start({ framework: 'broken' });
  assert.equal(error.code, -32003);
  assert.deepEqual(error.data.stderr, Array.from({ length: 20 }, (_, index) => String(index + 11)));
  assert.equal((await adapter.start({ framework: 'deaf', healthTimeoutNanoseconds: SECOND / 10 })).code, -32003);
  const left = await adapter.start({ framework: 'leaving' });
  assert.equal(left.code, -32003);
  assert.ok(!tree.alive(Number(left.data.stderr[0])));
  assert.deepEqual(descendants(adapter), []);
});

test('what cannot be started has its own code', async (t) => {
  const adapter = await Adapter.open(t);
  const taken = net.createServer().listen(0, '127.0.0.1');
  t.after(() => taken.close());
  await once(taken, 'listening');
  const { port } = taken.address();
  assert.equal((await adapter.start({ ports: { first: port, last: port } })).code, -32004);
  const unknown = await adapter.start({ framework: 'nope' });
  assert.equal(unknown.code, -32001);
  assert.match(unknown.data.hint, /express/);
});

test('wrong parameters start nothing', async (t) => {
  const adapter = await Adapter.open(t);
  for (const wrong of [
    { workers: '1' }, { workers: 0 }, { cpus: 1 }, { cpus: ['0'] }, { healthTimeoutNanoseconds: undefined },
    { healthTimeoutNanoseconds: 'soon' }, { agents: 1 }, { ports: { first: 1 } }, { ports: { first: 70000, last: 70001 } },
  ]) {
    assert.equal((await adapter.start(wrong)).code, -32602, JSON.stringify(wrong));
    assert.deepEqual(descendants(adapter), []);
  }
});
