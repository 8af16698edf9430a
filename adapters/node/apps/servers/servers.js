'use strict';
// What serves apps: `words` for a description, the `packages` that it needs, what of the contract it does not do, and
// `command(runtime, main)`.

const path = require('node:path');

/** The HTTP server of Node.js's core, which other runtimes have too. */
const NODE_HTTP = {
  name: 'node:http',
  words: 'the HTTP server of Node.js',
  packages: { ws: 'node-ws' },
  deviations: [],
  command: (runtime, main) => runtime.command(path.join(__dirname, 'http.js'), main),
};

/** Deno's own. */
const DENO_SERVE = {
  name: 'deno serve',
  words: "Deno's HTTP server",
  packages: {},
  deviations: [
    {
      id: 'own-socket',
      description: 'deno serve takes no socket from the adapter: it binds the port that the adapter has kept for it until then',
      workloads: [],
    },
  ],
  command: ({ program }, main) => [path.join(__dirname, 'deno'), program, main],
};

module.exports = { DENO_SERVE, NODE_HTTP };
