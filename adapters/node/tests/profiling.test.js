'use strict';
// Profiles through the protocol: whose functions they name, when there are none, and what is left afterwards.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const test = require('node:test');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { PREFIX, place } = require('../sdk/agent_folder');
const tree = require('../sdk/process_tree');
const { profile } = require('../sdk/profiling');
const { NodeProfiler } = require('../profiler/profiler');
const { fold } = require('../profiler/preload/fold');
const { Adapter, scripted, survivors } = require('./adapter');

const INVALID_PARAMS = -32602;
const UNKNOWN_APP = -32005;
const UNAVAILABLE = -32006;
const ITEMS = Array.from({ length: 3000 }, (_, number) => ({ name: `item ${number}`, values: [number, number / 7] }));
const BODY = JSON.stringify(ITEMS);

/** An adapter of one framework, with this command. */
const adapterOf = (command) => scripted(`
  const { NodeProfiler } = require('./profiler/profiler');
  const { Server } = require('./sdk/server');
  const app = { prepare: async () => ({}), launch: () => ({ command: ${JSON.stringify(command)} }) };
  new Server('test', '1', {}, { app }, undefined, new NodeProfiler()).run();`);

const CLUSTER = adapterOf([process.execPath, 'tests/forking_app.js']);

function folders(adapter) {
  return fs.readdirSync(place()).filter((name) => name.startsWith(`${PREFIX}${adapter.process.pid}-`));
}

async function answerOf(request) {
  const [response] = await once(request, 'response');
  return String(Buffer.concat(await response.toArray()));
}

const get = ({ address }, path) => answerOf(http.get(`http://127.0.0.1:${address.port}${path}`));

function post({ address }, path) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
  return answerOf(http.request(`http://127.0.0.1:${address.port}${path}`, options).end(BODY));
}

/** The first profile under load for which `wanted` holds: a machine that does other work may take several. */
async function profileOf(adapter, answer, load, wanted) {
  for (;;) {
    const started = await adapter.call('profile/start', { app: answer.app });
    const expected = { profiler: `Node.js inspector ${process.versions.node}`, unit: 'microseconds' };
    assert.deepEqual(started, { ...expected, intervalNanoseconds: 1e6 });
    await load();
    const found = await adapter.call('profile/stop', { app: answer.app });
    if (wanted(found)) return found;
  }
}

test('handlers of all processes are named', async (t) => {
  const adapter = await Adapter.open(t);
  for (const workers of [1, 2]) {
    const answer = await adapter.start({ workers, profiler: true });
    const load = async () => {
      for (let i = 0; i < 10; i++) await Promise.all([1, 2, 3].map(() => post(answer, '/json/large')));
    };
    const echoes = ({ folded }) => /;handle \(express\/lib\/.*;echo \(express\/raw\.js\)/.test(folded);
    const found = await profileOf(adapter, answer, load, echoes);
    const lines = found.folded.trimEnd().split('\n').map((line) => /^(.+) (\d+)$/.exec(line));
    const weights = lines.map(([, , weight]) => Number(weight));
    assert.deepEqual(weights, [...weights].sort((a, b) => b - a));
    assert.equal(new Set(lines.map(([, stack]) => stack)).size, lines.length);
    assert.ok(found.samples >= lines.length);
    assert.deepEqual([found.lost, found.notes], [0, []]);
    assert.doesNotMatch(found.folded, /\(idle\)|\(root\)|:\d+\)/);
    assert.equal(folders(adapter).length, 2); // pages, and the socket
    await adapter.call('app/stop', { app: answer.app });
    assert.deepEqual(folders(adapter), []);
  }
});

test('a stack weighs the time it took', async (t) => {
  const adapter = await Adapter.open(t, { command: CLUSTER });
  const answer = await adapter.start({ framework: 'app', workers: 2, profiler: true });
  const begin = process.hrtime.bigint();
  const load = async () => {
    for (let i = 0; i < 4; i++) await get(answer, '/block?100');
  };
  const { folded, samples } = await profileOf(adapter, answer, load, () => true);
  const elapsed = Number(process.hrtime.bigint() - begin) / 1000;
  const blocked = folded.split('\n').filter((line) => /;answer \(tests\/forking_app\.js\)/.test(line));
  const total = blocked.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  assert.ok(total > 350_000 && total < elapsed, `${total} µs for 400 ms, of ${elapsed} µs; ${samples} samples`);
});

test('a worker that ends is noted', async (t) => {
  const adapter = await Adapter.open(t, { command: CLUSTER });
  const answer = await adapter.start({ framework: 'app', workers: 2, profiler: true });
  await adapter.call('profile/start', { app: answer.app });
  const ended = await get(answer, '/end');
  assert.deepEqual(await survivors([Number(ended)]), []);
  const { notes } = await adapter.call('profile/stop', { app: answer.app });
  assert.ok(notes.length === 1 && notes[0].startsWith(`process ${ended} `), notes.join());
});

/** A profiler for processes of the test's own. */
function session(t) {
  const opened = new NodeProfiler().session();
  t.after(() => opened.close());
  return opened;
}

test('a process that begins during a profile is in it', async (t) => {
  const profiled = session(t);
  const env = { ...process.env, ...profiled.environment(process.env) };
  const working = async (name) => {
    const program = `
      const text = JSON.stringify(Array.from({ length: 20000 }, (_, number) => ({ number })));
      let turns = 0;
      function ${name}() {
        JSON.parse(text);
        if (++turns === 50) console.log('worked');
        setImmediate(${name});
      }
      ${name}();`;
    const child = spawn(process.execPath, ['-e', program], { env });
    t.after(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
  };
  await working('early');
  await profiled.start();
  await working('late');
  const { folded } = await profiled.stop();
  assert.match(folded, /early/);
  assert.match(folded, /late/);
});

test('what no process can do is no profile, what one cannot do is a note', async (t) => {
  const profiled = session(t);
  const connect = (pid, answers) => {
    const socket = net.connect(profiled.path).unref();
    const send = (message) => socket.write(JSON.stringify(message) + '\n');
    socket.on('connect', () => send({ hello: { pid } }));
    socket.on('data', (question) => send(answers[JSON.parse(question).do]));
  };
  const problem = 'Inspector is not available';
  connect(4711, { start: { problem }, stop: { problem } });
  await assert.rejects(profiled.start(), { code: UNAVAILABLE, message: problem, hint: /inspector/ });
  const stop = { stacks: { 'main (app.js)': 7 }, samples: 3, lost: 1 };
  connect(4712, { start: { profiler: 'the other' }, stop });
  let started;
  while (!started) started = await profiled.start().catch(() => sleep(5)); // until the second one is known
  assert.equal(started.profiler, 'the other');
  const { notes, ...found } = await profiled.stop();
  assert.deepEqual(found, { folded: 'main (app.js) 7\n', samples: 3, lost: 1 });
  assert.deepEqual(notes, [`process 4711 gave no samples: ${problem}`]);
});

test('a profile begins and ends once', async (t) => {
  const adapter = await Adapter.open(t);
  const { app: without } = await adapter.start();
  const { app } = await adapter.start({ profiler: true, agents: false });
  for (const [method, name, code] of [
    ['profile/start', '9', UNKNOWN_APP], ['profile/stop', '9', UNKNOWN_APP],
    ['profile/start', without, INVALID_PARAMS], ['profile/stop', without, INVALID_PARAMS],
    ['profile/stop', app, INVALID_PARAMS], ['profile/start', app, undefined],
    ['profile/start', app, INVALID_PARAMS], ['profile/stop', app, undefined],
    ['profile/stop', app, INVALID_PARAMS],
  ]) {
    assert.equal((await adapter.call(method, { app: name })).code, code, `${method} ${name}`);
  }
});

const ENDS = {
  'the app is killed': (adapter, { pid }) => process.kill(pid, 'SIGKILL'),
  'the app is stopped': (adapter, { app }) => adapter.call('app/stop', { app }),
  'the input ends': (adapter) => adapter.close(),
};

for (const [what, end] of Object.entries(ENDS)) {
  test(`nothing is left when ${what} during a profile`, async (t) => {
    const adapter = await Adapter.open(t);
    const answer = await adapter.start({ workers: 2, profiler: true });
    const pids = tree.pids(answer.pid);
    await adapter.call('profile/start', { app: answer.app });
    await end(adapter, answer);
    assert.deepEqual(await survivors(pids), []);
    if (what !== 'the input ends') {
      if (what === 'the app is killed') await adapter.receive(({ method }) => method === 'app/exited');
      assert.equal((await adapter.call('profile/stop', { app: answer.app })).code, UNKNOWN_APP);
    }
    assert.deepEqual(folders(adapter), []);
  });
}

test('an app ends with a killed adapter, whose socket the next start removes', async (t) => {
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ profiler: true });
  await adapter.call('profile/start', { app: answer.app });
  const pids = tree.pids(answer.pid);
  adapter.process.kill('SIGKILL');
  assert.deepEqual(await survivors(pids), []);
  await (await Adapter.open(t)).start();
  assert.deepEqual(folders(adapter), []);
});

test('an app that does not load the profiler cannot be profiled, and runs', async (t) => {
  const command = ['env', '-u', 'NODE_OPTIONS', process.execPath, 'tests/forking_app.js'];
  const adapter = await Adapter.open(t, { command: adapterOf(command) });
  const answer = await adapter.start({ framework: 'app', profiler: true });
  const error = await adapter.call('profile/start', { app: answer.app });
  assert.equal(error.code, UNAVAILABLE);
  assert.match(error.message, /no process .* has loaded the profiler/);
  assert.match(error.data.hint, /NODE_OPTIONS/);
  assert.equal((await adapter.call('profile/stop', { app: answer.app })).code, INVALID_PARAMS);
  assert.ok(Number(await get(answer, '/')) > 0);
});

test('samples count until the next one, without those that wait', () => {
  const node = (id, functionName, url, children) => ({ id, callFrame: { functionName, url }, children });
  const folded = fold({
    nodes: [
      node(1, '(root)', '', [2, 3, 4]), node(2, '(idle)', ''), node(3, '(program)', ''),
      node(4, 'serve;r', 'file:///srv/app/main.js', [5]), node(5, '', '/usr/share/nodejs/express/lib/router.js'),
    ],
    samples: [3, 5, 2, 5, 4],
    timeDeltas: [10, 20, 30, 40, 50],
    startTime: 1000,
    endTime: 1157,
  });
  const file = 'serve,r (app/main.js)';
  const stacks = { '(program)': 20, [`${file};(anonymous) (express/lib/router.js)`]: 30 + 50, [file]: 7 };
  assert.deepEqual(folded, { stacks, samples: 4, lost: 0 });
});

test('what a message cannot hold is the rarest and noted', () => {
  const stacks = new Map(Object.entries({ '"quoted";rare': 1, often: 30, 'also often': 20 }));
  assert.equal(profile(stacks, 51).folded, 'often 30\nalso often 20\n"quoted";rare 1\n');
  const { folded, samples, lost, notes } = profile(stacks, 51, { lost: 2, notes: ['late'], maximumBytes: 34 });
  assert.deepEqual([folded, samples, lost, notes[0]], ['often 30\nalso often 20\n', 51, 2, 'late']);
  assert.match(notes[1], /the 1 rarest of 3 stacks/);
});
