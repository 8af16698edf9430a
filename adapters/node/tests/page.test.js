'use strict';
// What the agent writes is what docs/AGENTS.md says.

const assert = require('node:assert/strict');
const fs = require('node:fs');
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

test('whoever sees an event finds it counted, however far the writer has come', (t) => {
  const folder = agentFolder(t).path;
  const file = path.join(folder, `test.${process.pid}`);
  const seen = [];
  const write = fs.writeSync;
  t.after(() => (fs.writeSync = write));
  let isWatched = false;
  fs.writeSync = (...words) => {
    const written = write(...words);
    if (isWatched) seen.push(new PageCopy(file));
    return written;
  };
  // It takes the function as it is when it is loaded.
  delete require.cache[require.resolve('../agent/preload/page')];
  const page = new (require('../agent/preload/page').Page)(folder, 'test');
  for (const duration of [3e6, 9e6, 2e6]) {
    page.maximum(2, duration);
    page.add(0, 1);
    page.event(3, 100, duration);
  }
  isWatched = true;
  page.flush();
  assert.deepEqual([...new Set(seen.map((copy) => copy.events().length))], [0, 1, 2, 3]);
  for (const copy of seen.filter((copy) => copy.events().length > 0)) {
    assert.equal(copy.maximum(2), 9e6);
    assert.equal(copy.total(0), 3);
  }
});
