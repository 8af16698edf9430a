'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const commands = require('../sdk/commands');

const shell = (script) => ['sh', '-c', script];

test('a version is the first that a command prints, wherever it does', () => {
  assert.equal(commands.version(shell('echo "This is perl 5, version 36 (v5.36.0), not 5.38.2"'), ''), '5.36.0');
  assert.equal(commands.version(shell('echo openjdk 17.0.9 >&2'), ''), '17.0.9');
});

test('a command that fails or is not there is told with its last lines and what would help', async () => {
  const wanted = { code: -32002, hint: 'apt-get install perl' };
  for (const command of [shell('echo 1.0; exit 3'), shell('echo none'), ['/no/such/program']]) {
    assert.throws(() => commands.version(command, wanted.hint), wanted);
  }
  for (const command of [shell('exit 3'), ['/no/such/program']]) await assert.rejects(commands.run(command, wanted.hint), wanted);
  await assert.rejects(commands.run(shell('seq 30; exit 3'), ''), ({ stderr }) => stderr[0] === '11' && stderr.at(-1) === '30');
  await commands.run(shell('exit 0'), '');
});
