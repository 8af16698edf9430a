// The workload contract with Deno's own server, which `deno serve` starts for what is exported here.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../runtimes/deno/node_path'); // before what Debian has
const { ticks } = require('../contract/events');
const { failure, parse } = require('../contract/json');
const { fields } = require('../contract/fields');
const { Refusal } = require('../contract/refusal');
const { Routes } = require('../contract/routes');

/** How many files and texts the form of a request has. */
async function counts(request) {
  const form = await request.formData().catch(({ message }) => {
    throw new Refusal(400, message);
  });
  const parts = [...form.values()];
  const files = parts.filter((part) => part instanceof File);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { files_received: files.length, fields_received: parts.length - files.length, total_bytes: bytes };
}

const routes = new Routes({
  body: async (request) => parse(await request.text()),
  multipart: counts,
  form: async (request) => fields(await request.text()),
  query: ({ url }) => fields(new URL(url).search),
  path: (request, texts) => texts,
});

const encoder = new TextEncoder();

/** The stream of events that a request wants. */
function events(request) {
  const gone = new AbortController();
  const texts = ticks(fields(new URL(request.url).search), request.headers.get('last-event-id'), gone.signal);
  const body = new ReadableStream({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => gone.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

/** A WebSocket that sends each message back. */
function echo(request) {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') throw new Refusal(426, 'only a WebSocket is here');
  // The timer of its pings outlives a socket that was left without a word, and keeps the server from ending.
  const { socket, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
  socket.binaryType = 'arraybuffer';
  socket.onmessage = ({ data }) => socket.send(data);
  return response;
}

const STREAMS = new Map([['/sse', events], ['/ws', echo]]);

const json = (status, body) => new Response(body, { status, headers: { 'content-type': 'application/json' } });

export default {
  async fetch(request) {
    try {
      const { pathname } = new URL(request.url);
      const stream = STREAMS.get(pathname);
      if (stream) return stream(request);
      return json(200, JSON.stringify(await routes.answer(request.method, pathname, request)));
    } catch (error) {
      const { status, body } = failure(error);
      return json(status, body);
    }
  },
};
