'use strict';
// Connects a thread of a Node.js app to harness's adapter, before the app's own code (docs/AGENTS.md).
//
// Whatever fails in here ends in no profile: the app must not notice.

const { sep } = require('node:path');

try {
  if (process.env.HARNESS_PROFILER_SOCKET) require('./sampler').connect(process.env.HARNESS_PROFILER_SOCKET);
} catch {
  // a process that has not connected tells the adapter
}

// The app's list of modules is its own.
for (const name of Object.keys(require.cache)) {
  if (name.startsWith(__dirname + sep)) delete require.cache[name];
}
