'use strict';
// Serves the app on the socket that the adapter bound; with more than one worker, in a cluster.

const cluster = require('node:cluster');
const http = require('node:http');

const listener = { fd: Number(process.env.HARNESS_LISTEN_FD) };
const workers = Number(process.env.HARNESS_WORKERS);

if (workers > 1 && cluster.isPrimary) {
  for (let i = 0; i < workers; i++) cluster.fork();
  cluster.on('exit', () => process.exit(1));
} else {
  http.createServer(require('./main')).listen(listener);
}
