'use strict';
// Counter pages that a test writes byte by byte as docs/AGENTS.md says.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const SLOTS = 8;

/** A page's bytes; `events` are all that were ever written: [time, duration, kind]. */
function page(pid, { totals = [], readings = 0, events = [], reason = '', version = 1 } = {}) {
  const words = new BigUint64Array(48 + 3 * SLOTS);
  const bytes = Buffer.from(words.buffer);
  bytes.write('HRNSPAGE');
  new Uint32Array(words.buffer, 8, 2).set([version, pid]);
  words.set([1, readings, events.length, SLOTS].map(BigInt), 2);
  bytes.write(reason, 48, 79);
  words.set(totals.map(BigInt), 16);
  for (const [number, event] of events.entries()) words.set(event.map(BigInt), 48 + (number % SLOTS) * 3);
  return bytes;
}

/** A file's path in a folder that is removed after the test. */
function temporaryFile(t, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'harness-pages-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  return path.join(folder, name);
}

module.exports = { SLOTS, page, temporaryFile };
