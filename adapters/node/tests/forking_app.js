'use strict';
// A server in a cluster, whose workers answer with their pid.
//
// GET /collect?n forces n collections, /block?n stops the event loop for n ms, /end ends the worker.

const cluster = require('node:cluster');
const http = require('node:http');

function answer(request, response) {
  const [path, number] = request.url.split('?');
  if (path === '/collect') for (let i = 0; i < Number(number); i++) gc();
  if (path === '/block') {
    const end = Date.now() + Number(number);
    while (Date.now() < end);
  }
  response.setHeader('Connection', 'close'); // the next request may go to another worker
  response.end(String(process.pid), () => {
    if (path === '/end') setImmediate(() => process.exit());
  });
}

if (cluster.isPrimary) {
  for (let i = 0; i < Number(process.env.HARNESS_WORKERS); i++) cluster.fork();
} else {
  http.createServer(answer).listen({ fd: Number(process.env.HARNESS_LISTEN_FD) });
}
