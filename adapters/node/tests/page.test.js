'use strict';
// What the agent writes is what the adapter reads.

const assert = require('node:assert/strict');
const path = require('node:path');
const test = require('node:test');
const { Page } = require('../agent/preload/page');
const { CounterPage } = require('../sdk/counter_page');
const { temporaryFile } = require('./pages');

/** A page and its reader; `read()` brings what was counted to the reader. */
function both(t) {
  const file = temporaryFile(t, `test.${process.pid}`);
  const page = new Page(path.dirname(file), 'test');
  const reader = new CounterPage(file);
  t.after(() => reader.close());
  const read = () => {
    page.flush();
    reader.refresh();
  };
  return { page, reader, read };
}

test('a maximum is that of the time between two readings', (t) => {
  const { page, reader, read } = both(t);
  for (const value of [5, 9, 7]) page.maximum(2, value);
  read();
  page.maximum(2, 8);
  read();
  assert.equal(reader.maximum(2), 9);
  reader.endReading();
  read();
  assert.equal(reader.maximum(2), 0);
  page.maximum(2, 3);
  read();
  assert.equal(reader.maximum(2), 3);
});

test('totals go on over readings, and gauges may fall', (t) => {
  const { page, reader, read } = both(t);
  page.add(0, 2 ** 52);
  page.set(1, 700);
  read();
  reader.endReading();
  page.add(0, 1);
  page.set(1, 100);
  read();
  assert.deepEqual([reader.total(0), reader.growth(0), reader.total(1)], [2 ** 52 + 1, 1, 100]);
  assert.deepEqual([reader.pid, reader.unavailable], [process.pid, '']);
});

test('events of 1 ms and more are told, the newest of more than the ring holds', (t) => {
  const { page, reader, read } = both(t);
  const times = () => reader.events().map(({ timeNanoseconds }) => timeNanoseconds);
  page.add(0, 1);
  page.event(1, 10, 999_999);
  page.event(3, 20, 1_000_000);
  read();
  const [event] = reader.events();
  assert.deepEqual(event, { kind: 'stall', timeNanoseconds: 20, durationNanoseconds: 1e6, pid: process.pid });
  for (let time = 1; time <= 1500; time++) {
    page.event(1, time, 2e6);
    page.add(0, 1);
    if (time % 300 === 0) page.flush();
  }
  read();
  assert.deepEqual(times(), Array.from({ length: 1023 }, (_, index) => 478 + index));
  assert.deepEqual(times(), []);
});
