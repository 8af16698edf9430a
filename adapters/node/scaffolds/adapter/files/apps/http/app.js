'use strict';
// The workload app: GET /health and POST /json/small, by Node.js's core alone.

const cluster = require('node:cluster');
const http = require('node:http');
const { json } = require('node:stream/consumers');

const health = async () => ({ status: 'ok' });

const ROUTES = new Map([
  ['GET /health', health],
  ['HEAD /health', health],
  ['POST /json/small', json],
]);

async function answer(request) {
  const [path] = request.url.split('?', 1);
  const route = ROUTES.get(`${request.method} ${path}`);
  if (!route) return [404, '{"error":"there is no such route"}'];
  try {
    return [200, JSON.stringify(await route(request))];
  } catch ({ message }) {
    return [400, JSON.stringify({ error: message })];
  }
}

async function listener(request, response) {
  const [status, body] = await answer(request);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const workers = Number(process.env.HARNESS_WORKERS);

if (workers > 1 && cluster.isPrimary) {
  for (let count = 0; count < workers; count++) cluster.fork(); // which end with this process
  cluster.on('exit', () => process.exit(1));
} else {
  http.createServer(listener).listen({ fd: Number(process.env.HARNESS_LISTEN_FD) });
}
