'use strict';
// An app is as it would be without the agent, also where the agent fails.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const test = require('node:test');
const { NodeAgent } = require('../agent/agent');
const { agentFolder, run, temporaryFile } = require('./subjects');

const PROGRAMS = {
  'what it sees': `
    const visible = (name) => !['HARNESS_AGENT_DIR', 'NODE_OPTIONS'].includes(name);
    print([
      process.execArgv, process.argv, Object.keys(process.env).filter(visible).sort(),
      Object.keys(require.cache), process.getActiveResourcesInfo(),
      require('node:fs').readdirSync('/proc/self/fd'),
      ['SIGTERM', 'SIGINT', 'disconnect', 'message', 'warning'].map((name) => process.listenerCount(name)),
    ]);`,
  'an end by a signal': "process.kill(process.pid, 'SIGTERM'); await sleep(10000);",
  'an own handler of signals': `
    process.once('SIGTERM', () => { print('asked'); process.exit(7); });
    process.kill(process.pid, 'SIGTERM');
    await sleep(10000);`,
  'an exit status': 'process.exitCode = 3;',
  'an error nobody catches': "setTimeout(() => { throw new TypeError('of the app'); }, 30);",
  'a child that ends when its parent disconnects': `
    const { spawn } = require('node:child_process');
    const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
    const listen = "process.on('message', () => console.log('heard'))";
    const child = spawn(process.execPath, ['-e', listen], { stdio });
    child.send('hello', () => setTimeout(() => child.disconnect(), 50));
    child.on('exit', (status) => print(status));`,
  'a worker thread': `
    const { Worker } = require('node:worker_threads');
    new Worker('process.exitCode = 4', { eval: true }).on('exit', print);`,
};

for (const [what, program] of Object.entries(PROGRAMS)) {
  test(`${what} is the same with the agent`, async (t) => {
    assert.deepEqual(await run(agentFolder(t), program), await run(undefined, program));
  });
}

const ALIVE = { output: '"alive"\n', errors: '', status: 0, signal: null };

test('a folder that cannot be written is no error of the app', async (t) => {
  const file = temporaryFile(t, 'file');
  fs.writeFileSync(file, '');
  for (const place of [file, '/nonexistent']) {
    const environment = new NodeAgent().environment(place, process.env);
    const folder = { environment: () => environment };
    assert.deepEqual(await run(folder, "gc(); await sleep(150); print('alive');"), ALIVE);
  }
});

test('a folder that is gone while the app runs is no error of the app', async (t) => {
  const program = `
    require('node:fs').rmSync(process.env.HARNESS_AGENT_DIR, { recursive: true });
    gc();
    await sleep(250); // some times of writing
    print('alive');`;
  assert.deepEqual(await run(agentFolder(t), program), ALIVE);
});

test('an app without a descriptor to spare is counted when it has one again', async (t) => {
  const folder = agentFolder(t);
  const program = `
    const fs = require('node:fs');
    const open = [];
    try { for (;;) open.push(fs.openSync('/dev/null')); } catch {}
    gc();
    await sleep(250); // some times of writing
    for (const descriptor of open) fs.closeSync(descriptor);
    print('alive');`;
  const command = ['sh', '-c', 'ulimit -n 64; exec "$0" "$@"'];
  assert.deepEqual(await run(folder, program, { command }), ALIVE);
  assert.equal(folder.read().values['node.gc.major'], 1);
});

test('the options of Node.js that an app was given stay', async (t) => {
  const environment = { NODE_OPTIONS: '--title=chosen' };
  const { output } = await run(agentFolder(t), 'print(process.title);', { environment });
  assert.equal(output, '"chosen"\n');
});

test("a path with blanks and quotes is the agent's all the same", async (t) => {
  const folder = temporaryFile(t, 'a "b" \\ c');
  for (const part of ['agent', 'sdk']) {
    fs.cpSync(`${__dirname}/../${part}`, `${folder}/${part}`, { recursive: true });
  }
  const { NodeAgent: Moved } = require(`${folder}/agent/agent`);
  const pages = agentFolder(t);
  const environment = (inherited) => new Moved().environment(pages.path, inherited);
  await run({ environment }, 'gc(); await settled();');
  assert.equal(pages.read().values['node.gc.major'], 1);
});
