'use strict';
// The Node adapter of harness: starts Node web frameworks and reads their processes' metrics.
//
// A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default.

const { NodeAgent } = require('./agent/agent');
const { NodeProfiler } = require('./profiler/profiler');
const { declaredIn } = require('./sdk/framework');
const { Server } = require('./sdk/server');

const FRAMEWORKS = declaredIn([
  'express',
  'http',
  'deno',
  'connect',
]);

const runtime = { name: 'Node.js', version: process.versions.node, path: process.execPath };
new Server('node', '1', runtime, FRAMEWORKS, new NodeAgent(), new NodeProfiler()).run();
