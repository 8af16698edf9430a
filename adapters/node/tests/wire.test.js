'use strict';

const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const readline = require('node:readline');
const test = require('node:test');
const wire = require('../sdk/wire');
const parameters = require('../apps/contract/parameters');

const ADAPTER = path.join(__dirname, '..');
const SPECIFICATION = path.join(ADAPTER, '../../Sources/AdapterProtocol/Specification/v1');
const EXAMPLES = path.join(SPECIFICATION, 'examples');
const STREAM = Buffer.from('{"a":1}\r\n\n{"b":"é"}\n');
const LINES = ['{"a":1}', '{"b":"é"}'].map((line) => Buffer.from(line));

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
    assert.throws(() => wire.parse(Buffer.from(line)), { code });
  }
});

test('of a line that is too long no more is kept than tells so', () => {
  const framer = new wire.LineFramer();
  const lines = Array(300).fill(Buffer.alloc(65536, 'x')).flatMap((piece) => framer.feed(piece));
  lines.push(...framer.feed(Buffer.from('\n{}\n')));
  assert.deepEqual(lines.map((line) => line.length), [wire.MAXIMUM_BYTES + 2, 2]);
});

test('the shared examples survive', () => {
  const files = fs.readdirSync(EXAMPLES).flatMap((type) => fs.readdirSync(path.join(EXAMPLES, type)).map((name) => path.join(EXAMPLES, type, name)));
  assert.ok(files.length > 15);
  for (const file of files) {
    const text = fs.readFileSync(file);
    const message = wire.parse(text);
    assert.deepEqual(wire.parse(wire.serialise(message)), JSON.parse(text));
    assert.equal('method' in message, /Request|Notification/.test(path.dirname(file).split('/').pop()));
  }
});

/** What the adapter answers to lines that come in pieces, to the request "last" at the end; it ends with its input. */
async function converse(command, args, lines) {
  const child = spawn(command, args, { cwd: ADAPTER, stdio: ['pipe', 'pipe', 'ignore'] });
  const exit = new Promise((resolve) => child.once('close', resolve));
  for (const line of lines) {
    const size = line.length < 1000 ? 7 : line.length;
    for (let start = 0; start < line.length; start += size) child.stdin.write(line.subarray(start, start + size));
  }
  const answers = [];
  for await (const line of readline.createInterface({ input: child.stdout })) {
    answers.push(JSON.parse(line));
    if (answers.at(-1).id === 'last') child.stdin.end();
  }
  assert.equal(await exit, 0);
  return answers;
}

/** A line of lines.json as bytes, its end included. */
function assemble(parts) {
  const pieces = parts.map((part) => {
    const { hex, text = part, times = 1 } = part;
    return hex === undefined ? Buffer.from(text.replace('FRAMEWORK', 'express').repeat(times)) : Buffer.from(hex, 'hex');
  });
  return Buffer.concat([...pieces, Buffer.from('\n')]);
}

test('every line has the answer of the specification', async () => {
  const cases = JSON.parse(fs.readFileSync(path.join(SPECIFICATION, 'lines.json')));
  const answers = await converse('./adapter', [], cases.map(({ line }) => assemble(line)));
  const expected = cases.filter(({ answer }) => answer !== null);
  assert.deepEqual(
    answers.map(({ id, error }, index) => [expected[index]?.what, id, error?.code ?? null]),
    expected.map(({ what, answer: { id, code } }) => [what, id, code]),
  );
  expected.forEach(({ answer: { says = '' } }, index) => assert.ok((answers[index].error?.message ?? '').includes(says)));
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
  const request = { jsonrpc: '2.0', id: 'last', method: 'app/prepare', params: { framework: 'hostile' } };
  const [answer] = await converse('/bin/sh', args, [wire.serialise(request)]);
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
