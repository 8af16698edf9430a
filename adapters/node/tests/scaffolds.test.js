'use strict';
// What `harness frameworks new` and `harness adapters new` begin with works as it is.

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const test = require('node:test');
const { Adapter, FOLDER, echo } = require('./adapter');

/** A folder that is removed after the test. */
function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'harness-node-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  return folder;
}

/** Copies a file or a folder, with `fill` for its paths and texts. */
function copy(from, to, fill = (text) => text) {
  if (fs.statSync(from).isDirectory()) {
    for (const name of fs.readdirSync(from)) copy(path.join(from, name), path.join(to, fill(name)), fill);
  } else {
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, fill(fs.readFileSync(from, 'utf8')), { mode: fs.statSync(from).mode });
  }
}

/** Writes a scaffold into a folder as the host does, with the values in the place of their names. */
function write(kind, folder, values) {
  const scaffold = path.join(FOLDER, 'scaffolds', kind);
  const { copies = [], lines = [] } = require(path.join(scaffold, 'scaffold.json'));
  const fill = (text) => text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
  copy(path.join(scaffold, 'files'), folder, fill);
  for (const name of copies) copy(path.join(FOLDER, name), path.join(folder, name));
  for (const { file, before, text } of lines) {
    const whole = fs.readFileSync(path.join(folder, file), 'utf8').split('\n');
    whole.splice(whole.findIndex((line) => line.trimStart().startsWith(before)), 0, fill(text));
    fs.writeFileSync(path.join(folder, file), whole.join('\n'));
  }
}

test('a framework to begin with is known and answers', async (t) => {
  const folder = temporaryFolder(t);
  for (const part of ['adapter', 'adapter.js', 'agent', 'apps', 'package.json', 'profiler', 'runtimes', 'sdk']) {
    copy(path.join(FOLDER, part), path.join(folder, part));
  }
  write('framework', folder, { name: 'my-app' });
  const adapter = await Adapter.open(t, { folder });
  const answer = await adapter.start({ framework: 'my-app' });
  assert.equal(await echo(answer, '{ "id": 7 }'), '{"id":7}');
});

test('an adapter to begin with passes its own test', (t) => {
  const folder = temporaryFolder(t);
  write('adapter', folder, { name: 'perl', language: 'Perl', unserved: '"path-int"' });
  const { NODE_TEST_CONTEXT, ...env } = process.env; // which says that a test has started it
  const { status, stdout } = spawnSync(process.execPath, ['test'], { cwd: folder, env, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
