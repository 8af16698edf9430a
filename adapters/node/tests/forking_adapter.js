'use strict';
// An adapter of one framework, whose app forks its workers.

const path = require('node:path');
const { NodeAgent } = require('../agent/agent');
const { Server } = require('../sdk/server');

// Without the reducer V8 collects for no other reason than the requests.
const FLAGS = ['--expose-gc', '--no-memory-reducer'];

const forking = {
  description: 'forks',
  deviations: [],
  prepare: async () => ({ runtime: 'Node.js', framework: 'none', server: 'node:cluster' }),
  launch: () => ({ command: [process.execPath, ...FLAGS, path.join(__dirname, 'forking_app.js')] }),
};

const runtime = { name: 'Node.js', version: process.versions.node, path: process.execPath };
new Server('node', '1', runtime, { forking }, new NodeAgent()).run();
