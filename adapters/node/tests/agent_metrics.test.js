'use strict';
// The pages of an app's processes: where they are, how long, and none without an agent.

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { PREFIX, place } = require('../sdk/agent_folder');
const tree = require('../sdk/process_tree');
const { Adapter } = require('./adapter');

/** The folders of an adapter's apps. */
function folders(adapter) {
  const names = fs.readdirSync(place()).filter((name) => name.startsWith(`${PREFIX}${adapter.process.pid}-`));
  return names.map((name) => path.join(place(), name));
}

test('every process of Express has its pages as long as the app runs', async (t) => {
  const adapter = await Adapter.open(t);
  for (const workers of [1, 2]) {
    const answer = await adapter.start({ workers });
    const processes = tree.pids(answer.pid);
    assert.equal(processes.length, workers === 1 ? 1 : workers + 1);
    assert.deepEqual([answer.agentFolder], folders(adapter));
    const expected = processes.flatMap((pid) => ['gc', 'heap', 'loop'].map((kind) => `${kind}.${pid}`));
    assert.deepEqual(fs.readdirSync(answer.agentFolder).sort(), expected.sort());
    const metrics = await adapter.call('metrics/read', { app: answer.app });
    assert.deepEqual(metrics, { values: {}, unavailable: {} });
    await adapter.call('app/stop', { app: answer.app });
    assert.deepEqual(folders(adapter), []);
  }
});

test('an app can be started without agents', async (t) => {
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ agents: false });
  const environment = fs.readFileSync(`/proc/${answer.pid}/environ`, 'latin1');
  assert.ok(!environment.includes('HARNESS_AGENT_DIR'));
  assert.deepEqual(folders(adapter), []);
  assert.equal(answer.agentFolder, undefined);
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
