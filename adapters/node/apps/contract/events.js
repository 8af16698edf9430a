'use strict';
// Streams of events that tick.

const { pipeline } = require('node:stream/promises');
const { setTimeout: sleep } = require('node:timers/promises');

/** The events that a query wants as texts, from the one after the `last` that the reader has; the signal ends their pauses. */
async function* ticks({ events, interval_ms: interval }, last, signal) {
  const [count, pause] = [Number(events), Number(interval)];
  for (let seq = Number(last ?? 0) + 1; seq <= count; seq++) {
    yield `id: ${seq}\nevent: tick\ndata: ${JSON.stringify({ seq })}\n\n`;
    if (pause > 0 && seq < count) await sleep(pause, undefined, { signal });
  }
}

/** Answers a request of node:http with the events that its query wants. */
async function send(request, response, query) {
  const gone = new AbortController();
  response.once('close', () => gone.abort()); // a pipeline would notice only with the next event
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  await pipeline(ticks(query, request.headers['last-event-id'], gone.signal), response).catch(() => {}); // the reader has left
}

module.exports = { send, ticks };
