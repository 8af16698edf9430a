'use strict';
// Streams of events end with their readers.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const test = require('node:test');
const events = require('../apps/contract/events');

test('a stream whose reader has left does not wait until its next event is due', { timeout: 30_000 }, async (t) => {
  const server = http.createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const reader = http.get({ port: server.address().port, host: '127.0.0.1' });
  reader.on('error', () => {}); // that it left before the end
  const [request, response] = await once(server, 'request');
  const sent = events.send(request, response, { events: '2', interval_ms: '60000' });
  const [stream] = await once(reader, 'response');
  assert.equal(String((await once(stream, 'data'))[0]), 'id: 1\nevent: tick\ndata: {"seq":1}\n\n');
  stream.on('error', () => {}).destroy();
  await sent;
  assert.equal(response.writableFinished, false);
});
