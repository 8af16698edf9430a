'use strict';
// Each framework on each of its runtimes loads and answers; that it keeps the contract, `harness verify` proves.

const assert = require('node:assert/strict');
const test = require('node:test');
const tree = require('../sdk/process_tree');
const { Framework } = require('../sdk/framework');
const { NODE } = require('../runtimes/runtimes');
const { NODE_HTTP } = require('../apps/servers/servers');
const { Adapter, echo, echoed, events } = require('./adapter');

test('each framework is prepared, started and answers', async (t) => {
  const adapter = await Adapter.open(t);
  for (const { name } of adapter.description.frameworks) {
    await t.test(name, async () => {
      const { versions } = await adapter.call('app/prepare', { framework: name });
      const [runtime, number] = versions.runtime.split(/ (?=\d)/);
      assert.equal(runtime, name.includes('deno') ? 'Deno' : 'Node.js');
      if (name.includes('@24')) assert.match(number, /^24\./);
      for (const version of [versions.framework, versions.server]) assert.match(version, /^[\w: -]+ \d+(\.\d+)+$/);

      const answer = await adapter.start({ framework: name, workers: 2 });
      const pids = tree.pids(answer.pid);
      assert.equal(pids.length, name === 'deno' ? 1 : 3); // Deno's own workers are threads
      assert.equal(await echo(answer, '{ "id": 7 }'), '{"id":7}');
      assert.equal(await events(answer), 'id: 2\nevent: tick\ndata: {"seq":2}\n\n');
      assert.deepEqual(await echoed(answer, 'Grüße'), ['Grüße', false, '']);
      assert.deepEqual(await echoed(answer, Buffer.from('Grüße')), ['Grüße', true, '']);
      await adapter.call('app/stop', { app: answer.app });
      assert.deepEqual(pids.filter(tree.alive), []);
    });
  }
});

test('where agent and profiler cannot see into apps, they say so', async (t) => {
  const adapter = await Adapter.open(t);
  const answer = await adapter.start({ framework: 'deno', profiler: true });
  assert.equal(answer.agentFolder, undefined);
  const { values, unavailable } = await adapter.call('metrics/read', { app: answer.app });
  assert.deepEqual(values, {});
  assert.deepEqual(Object.keys(unavailable), adapter.description.metrics.map(({ name }) => name));
  for (const reason of Object.values(unavailable)) assert.match(reason, /Deno/);
  const error = await adapter.call('profile/start', { app: answer.app });
  assert.equal(error.code, -32006);
  assert.match(error.message, /Deno/);
});

test('what is not installed is named with the command that installs it', async () => {
  const packages = { 'no-such-module': 'node-no-such' };
  const framework = new Framework({ name: 'none', words: 'none', folder: __dirname, packages, server: NODE_HTTP });
  await assert.rejects(framework.on(NODE).prepare(), ({ hint }) =>
    hint === 'apt-get install --no-install-recommends node-no-such');
});
