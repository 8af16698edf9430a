'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const test = require('node:test');
const { CounterPage } = require('../sdk/counter_page');
const { percentile } = require('../agent/percentile');
const { SLOTS, page, temporaryFile } = require('./pages');

/** A page's file: `write(contents)` writes it anew, into the file that readers have open. */
function written(t, contents) {
  const file = temporaryFile(t, 'test.4711');
  const write = (next) => {
    fs.writeFileSync(file, page(4711, next), { flag: fs.existsSync(file) ? 'r+' : 'w' });
  };
  write(contents);
  const reader = new CounterPage(file);
  t.after(() => reader.close());
  return { file, write, reader };
}

/** The page's events, after it was read. */
function told(reader) {
  reader.refresh();
  return reader.events();
}

test('totals are read as they grow', (t) => {
  const { write, reader } = written(t, { totals: [2 ** 52 + 1, 7] });
  assert.equal(reader.pid, 4711);
  assert.deepEqual([reader.total(0), reader.total(1), reader.total(31)], [2 ** 52 + 1, 7, 0]);
  write({ totals: [2 ** 52 + 2, 8] });
  assert.equal(reader.total(1), 7); // all values are of one moment
  reader.refresh();
  assert.deepEqual([reader.total(0), reader.total(1), reader.growth(1)], [2 ** 52 + 2, 8, 8]);
  reader.endReading();
  write({ totals: [2 ** 52 + 2, 11], readings: 1 });
  reader.refresh();
  assert.deepEqual([reader.growth(0), reader.growth(1)], [0, 3]);
});

test('a maximum holds until the next reading, which the page tells its writer of', (t) => {
  const { file, write, reader } = written(t, { totals: [0, 0, 900, 0] });
  assert.equal(reader.maximum(2), 900);
  reader.endReading();
  assert.deepEqual(fs.readFileSync(file), page(4711, { totals: [0, 0, 900, 0], readings: 1 }));
  reader.refresh();
  assert.equal(reader.maximum(2), 0);
  write({ totals: [0, 0, 30, 1], readings: 1 });
  reader.refresh();
  assert.equal(reader.maximum(2), 30);
});

test('a maximum that is written between a reading and its end is that of the next one', (t) => {
  const { write, reader } = written(t, { totals: [0, 0, 5, 0] });
  write({ totals: [0, 0, 900, 0] });
  assert.equal(reader.maximum(2), 5);
  reader.endReading();
  reader.refresh();
  assert.equal(reader.maximum(2), 900);
  reader.endReading();
  reader.refresh();
  assert.equal(reader.maximum(2), 0);
});

test('events are told once and in order', (t) => {
  const events = Array.from({ length: 100 }, (_, time) => [time, 1_000_000 + time, 1 + (time % 3)]);
  const { write, reader } = written(t);
  const seen = [];
  for (const count of [0, 3, 3, 7, 12]) {
    write({ events: events.slice(0, count) });
    seen.push(...told(reader).map(({ timeNanoseconds }) => timeNanoseconds));
  }
  assert.deepEqual(seen, [...Array(12).keys()]);
  write({ events });
  const last = told(reader);
  // One of the ring's places is the one that may just be written.
  const times = Array.from({ length: SLOTS - 1 }, (_, index) => 100 - SLOTS + 1 + index);
  assert.deepEqual(last.map(({ timeNanoseconds }) => timeNanoseconds), times);
  assert.deepEqual(last.map(({ durationNanoseconds }) => durationNanoseconds - 1_000_000), times);
  const kinds = ['gc', 'gil_wait', 'stall', 'gc', 'gil_wait', 'stall', 'gc'];
  assert.deepEqual(last.map(({ kind }) => kind), kinds);
  assert.deepEqual([...new Set(last.map(({ pid }) => pid))], [4711]);
});

test('a page that changes while it is copied is copied again', (t) => {
  const { write, reader } = written(t, { totals: [1] });
  const read = fs.readSync;
  let count = 0;
  t.mock.method(fs, 'readSync', (...parameters) => {
    const bytes = read(...parameters);
    if (++count <= 5) write({ totals: [1 + count] });
    return bytes;
  });
  reader.refresh();
  assert.deepEqual([reader.total(0), count], [6, 8]);
});

test('what is no complete page of this version is refused', (t) => {
  const file = temporaryFile(t, 'test.4711');
  const unfinished = page(1);
  unfinished[7] = 0;
  const cut = page(1).subarray(0, 200);
  for (const bytes of ['', Buffer.alloc(4096), page(1, { version: 2 }), unfinished, cut]) {
    fs.writeFileSync(file, bytes);
    assert.throws(() => new CounterPage(file), /counter page/);
  }
});

test('a percentile lies in the bucket that has its rank', () => {
  const bounds = [10, 20, 40, Infinity];
  assert.equal(percentile(50, bounds, [0, 0, 0, 0]), undefined);
  assert.equal(percentile(50, bounds, [4, 0, 0, 0]), 5);
  assert.equal(percentile(50, bounds, [1, 2, 1, 0]), 15);
  assert.equal(percentile(75, bounds, [1, 2, 1, 0]), 20);
  assert.equal(percentile(99, bounds, [98, 0, 2, 0]), 30);
  assert.equal(percentile(99, bounds, [0, 0, 0, 5]), 40);
});
