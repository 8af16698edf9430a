'use strict';
// The Node adapter of harness: starts Node web frameworks and reads their processes' metrics.
//
// A framework is a folder in apps/ and a line in FRAMEWORKS, a line more on another runtime; the first one is the default.

const { NodeAgent } = require('./agent/agent');
const { DENO_APP } = require('./apps/deno/framework');
const { EXPRESS } = require('./apps/express/framework');
const { HTTP } = require('./apps/http/framework');
const { NodeProfiler } = require('./profiler/profiler');
const { DENO, NODE, NODE_24 } = require('./runtimes/runtimes');
const { Server } = require('./sdk/server');

const FRAMEWORKS = {
  express: EXPRESS.on(NODE),
  'express@24': EXPRESS.on(NODE_24),
  'express@deno': EXPRESS.on(DENO),
  http: HTTP.on(NODE),
  'http@24': HTTP.on(NODE_24),
  'http@deno': HTTP.on(DENO),
  deno: DENO_APP.on(DENO),
};

const runtime = { name: 'Node.js', version: process.versions.node, path: process.execPath };
new Server('node', '1', runtime, FRAMEWORKS, new NodeAgent(), new NodeProfiler()).run();
