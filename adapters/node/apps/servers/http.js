'use strict';
// Serves the app that is the last argument, a listener to requests of node:http, on the socket that the adapter bound; with
// more than one worker, in a cluster.

const cluster = require('node:cluster');
const http = require('node:http');
const path = require('node:path');
const sockets = require('./sockets');

const listener = { fd: Number(process.env.HARNESS_LISTEN_FD) };
const workers = Number(process.env.HARNESS_WORKERS);
const app = process.argv.at(-1);

if (workers > 1 && cluster.isPrimary) {
  for (let i = 0; i < workers; i++) cluster.fork();
  cluster.on('exit', () => process.exit(1));
} else {
  const server = http.createServer(require(path.resolve(app)));
  sockets.serve(server);
  server.listen(listener);
}
