'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const wire = require('../sdk/wire');
const parameters = require('../apps/express/parameters');

const ADAPTER = path.join(__dirname, '..');
const EXAMPLES = path.join(ADAPTER, '../../Sources/AdapterProtocol/Specification/v1/examples');
const STREAM = Buffer.from('{"a":1}\r\n\n{"b":"é"}\n');
const LINES = ['{"a":1}', '{"b":"é"}'];

test('lines are found however the bytes arrive', () => {
  const single = new wire.LineFramer();
  assert.deepEqual([...STREAM].flatMap((byte) => single.feed(Buffer.from([byte]))), LINES);
  for (let cut = 0; cut <= STREAM.length; cut++) {
    const framer = new wire.LineFramer();
    assert.deepEqual([...framer.feed(STREAM.subarray(0, cut)), ...framer.feed(STREAM.subarray(cut))], LINES);
  }
});

test('what is no message is refused with the right code', () => {
  for (const [line, code] of [['nonsense', -32700], ['[1]', -32600], ['{"id":1}', -32600]]) {
    assert.throws(() => wire.parse(line), { code });
  }
});

test('the shared examples survive', () => {
  const files = fs.readdirSync(EXAMPLES).flatMap((type) => fs.readdirSync(path.join(EXAMPLES, type)).map((name) => path.join(EXAMPLES, type, name)));
  assert.ok(files.length > 15);
  for (const file of files) {
    const text = fs.readFileSync(file, 'utf8');
    const message = wire.parse(text);
    assert.deepEqual(wire.parse(wire.serialise(message).toString()), JSON.parse(text));
    assert.equal('method' in message, /Request|Notification/.test(path.dirname(file).split('/').pop()));
  }
});

/** What the adapter answers to lines that come in pieces; it ends with its input. */
async function converse(command, args, lines) {
  const child = spawn(command, args, { cwd: ADAPTER, stdio: ['pipe', 'pipe', 'ignore'] });
  const exit = new Promise((resolve) => child.once('close', resolve));
  const data = Buffer.from(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join(''));
  for (let start = 0; start < data.length; start += 7) child.stdin.write(data.subarray(start, start + 7));
  let text = '';
  for await (const bytes of child.stdout) {
    text += bytes;
    if (text.split('\n').length > lines.length) child.stdin.end();
  }
  assert.equal(await exit, 0);
  return text.trim().split('\n').map((line) => JSON.parse(line));
}

const request = (id, method, params) => ({ jsonrpc: '2.0', id, method, params });

test('bad lines are answered and the adapter goes on', async () => {
  const answers = await converse('./adapter', [], [
    'nonsense', '[1]', request(1, 'no/such', {}), request(2, 'app/start', { framework: 'express' }),
    request(3, 'app/prepare', { framework: 'größer' }), request(4, 'app/stop', { app: '9' }),
    request(5, 'initialize', { protocolVersions: [99] }), request(6, 'initialize', { protocolVersions: [1], new: 1 }),
  ]);
  assert.deepEqual(answers.map(({ error }) => error?.code), [-32700, -32600, -32601, -32602, -32001, -32005, -32010, undefined]);
  assert.deepEqual(answers.map(({ id }) => id), [null, null, 1, 2, 3, 4, 5, 6]);
  assert.equal(answers.at(-1).result.frameworks[0].name, 'express');
});

test('stray output never reaches the wire', async () => {
  const hostile = `
    console.log('at import time');
    const { Server } = require('./sdk/server');
    const prepare = async () => {
      console.log('from the framework');
      require('fs').writeSync(1, 'raw bytes\\n');
      require('child_process').spawnSync('echo', ['from a child'], { stdio: 'inherit' });
      return { runtime: 'r', framework: 'f', server: 's' };
    };
    new Server('hostile', '1', {}, { hostile: { description: '', deviations: [], prepare } }).run();`;
  const args = ['-c', 'exec "$0" -e "$1" 3>&1 1>&2', process.execPath, hostile];
  const [answer] = await converse('/bin/sh', args, [request(1, 'app/prepare', { framework: 'hostile' })]);
  assert.equal(answer.result.versions.server, 's');
});

test('typed values are strict', () => {
  const parse = (type, text) => parameters.parse({ type }, text);
  for (const text of ['1e3', '1.5', 'abc', '']) assert.equal(parse('integer', text), undefined);
  for (const text of ['NaN', 'Infinity', '.5']) assert.equal(parse('float', text), undefined);
  for (const text of ['2024-02-30', '2024-13-01', '24-1-1']) assert.equal(parse('date', text), undefined);
  assert.equal(parse('datetime', '2024-01-15T12:30:00+02:00'), '2024-01-15T10:30:00Z');
  assert.equal(parse('uuid', '123E4567-E89B-12D3-A456-426614174000'), '123e4567-e89b-12d3-a456-426614174000');
});
