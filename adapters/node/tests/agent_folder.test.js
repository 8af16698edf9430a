'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { AgentFolder } = require('../sdk/agent_folder');
const { Metric } = require('../agent/metric');
const { page } = require('./pages');

const work = Metric.of('work');
const METRICS = [
  work.total('runtime.work', 'ns', 'work', 0),
  work.maximum('runtime.longest', 'ns', 'longest work', 1),
  work.gauge('runtime.size', 'bytes', 'size', 3),
  work.percentile('runtime.median', 'ns', 'median', { slot: 4, bounds: [20, Infinity], longest: 1 }, 50),
  Metric.of('other').total('runtime.other', 'count', 'others', 0),
];
const ENDED = 2 ** 22 + 1; // above the greatest pid of Linux

/** A folder of pages: `write(name, contents)` makes one. */
function open(t) {
  const agent = { metrics: METRICS, missing: {} };
  const folder = new AgentFolder(agent);
  t.after(() => folder.remove());
  const write = (name, contents) => {
    fs.writeFileSync(path.join(folder.path, name), page(Number(name.split('.')[1]), contents));
  };
  return { agent, folder, write };
}

test('pages of all threads are one answer', (t) => {
  const { folder, write } = open(t);
  write(`work.${process.pid}`, { totals: [10, 5, 0, 100, 2], events: [[30, 2_000_000, 1]] });
  write(`work.${ENDED}`, { totals: [20, 9, 0, 700, 2], events: [[20, 3_000_000, 3]] });
  const { values, unavailable, events } = folder.read();
  const expected = { 'runtime.work': 30, 'runtime.longest': 9, 'runtime.size': 100, 'runtime.median': 9 };
  assert.deepEqual(values, expected);
  assert.deepEqual(Object.keys(unavailable), ['runtime.other']);
  const order = events.map(({ timeNanoseconds, kind, pid }) => [timeNanoseconds, kind, pid]);
  assert.deepEqual(order, [[20, 'stall', ENDED], [30, 'gc', process.pid]]);
  write('work.3', { totals: [100, 7, 1] });
  const next = folder.read();
  assert.equal(next.values['runtime.work'], 130);
  assert.equal(next.values['runtime.longest'], 0);
  assert.match(next.unavailable['runtime.median'], /since the last reading/);
  assert.deepEqual(next.events, []);
});

test('one thread that cannot tell makes its metrics unavailable', (t) => {
  const { folder, write } = open(t);
  write('work.1', { totals: [10] });
  write('work.2', { reason: 'außer Betrieb' });
  write('other.2', { totals: [3] });
  const { values, unavailable } = folder.read();
  assert.deepEqual(values, { 'runtime.other': 3 });
  assert.deepEqual([...new Set(Object.values(unavailable))], ['außer Betrieb']);
});

test('a kind that no app will have is told with its reason', (t) => {
  const { agent, folder, write } = open(t);
  agent.missing.other = 'there is no compiler';
  write('work.1', { totals: [10] });
  assert.equal(folder.read().unavailable['runtime.other'], 'there is no compiler');
});

test('a page that is just being made is left for the next read', (t) => {
  const { folder, write } = open(t);
  write('work.1', { totals: [10] });
  fs.writeFileSync(path.join(folder.path, 'work.2'), '');
  assert.equal(folder.read().values['runtime.work'], 10);
  write('work.2', { totals: [5] });
  assert.equal(folder.read().values['runtime.work'], 15);
});

test('a folder that is gone is no error', (t) => {
  const { folder, write } = open(t);
  write('work.1', { totals: [10] });
  folder.read();
  folder.remove();
  assert.ok(!fs.existsSync(folder.path));
  assert.deepEqual(folder.read().values, {});
});
