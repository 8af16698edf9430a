'use strict';
// What the agent writes is what docs/AGENTS.md says.

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const { Page } = require('../agent/preload/page');
const { PageCopy, endReading } = require('./pages');
const { agentFolder } = require('./subjects');

/** A page: `read()` brings what was counted into the file and reads it, `end()` ends a reading. */
function both(t) {
  const folder = agentFolder(t).path;
  const page = new Page(folder, 'test');
  const file = path.join(folder, `test.${process.pid}`);
  const read = () => {
    page.flush();
    return new PageCopy(file);
  };
  return { page, read, end: () => endReading(file) };
}

test('a maximum is that of the time between two readings', (t) => {
  const { page, read, end } = both(t);
  for (const value of [5, 9, 7]) page.maximum(2, value);
  read();
  page.maximum(2, 8);
  assert.equal(read().maximum(2), 9);
  end();
  assert.equal(read().maximum(2), 0);
  page.maximum(2, 3);
  assert.equal(read().maximum(2), 3);
});

test('totals go on over readings, and gauges may fall', (t) => {
  const { page, read, end } = both(t);
  page.add(0, 2 ** 52);
  page.set(1, 700);
  read();
  end();
  page.add(0, 1);
  page.set(1, 100);
  const copy = read();
  assert.deepEqual([copy.total(0), copy.total(1)], [2 ** 52 + 1, 100]);
  assert.deepEqual([copy.pid, copy.reason], [process.pid, '']);
});

test('events of 1 ms and more are told, the newest of more than the ring holds', (t) => {
  const { page, read } = both(t);
  page.add(0, 1);
  page.event(1, 10, 999_999);
  page.event(3, 20, 1_000_000);
  assert.deepEqual(read().events(), [{ kind: 'stall', timeNanoseconds: 20, durationNanoseconds: 1e6 }]);
  for (let time = 1; time <= 1500; time++) {
    page.event(1, time, 2e6);
    page.add(0, 1);
    if (time % 300 === 0) page.flush();
  }
  const times = read().events().map(({ timeNanoseconds }) => timeNanoseconds);
  assert.deepEqual(times, Array.from({ length: 1024 }, (_, index) => 477 + index));
});
