'use strict';
// Starts harness's agent in a thread of a Node.js app, before the app's own code (docs/AGENTS.md).
//
// Whatever fails in here ends in fewer counts: the app must not notice.

const { dirname, sep } = require('node:path');

try {
  if (process.env.HARNESS_AGENT_DIR) require('./counters').start(process.env.HARNESS_AGENT_DIR);
} catch {
  // a page that is missing tells the adapter
}

// The app's list of modules is its own.
for (const name of Object.keys(require.cache)) {
  if (name.startsWith(dirname(__dirname) + sep)) delete require.cache[name];
}
