'use strict';
// What starts the app of this folder, and in which versions: what assumes the app's language is here.

const commands = require('../../sdk/commands');

const RUNTIME = {
  name: 'Node.js',
  version: commands.version([process.execPath, '--version'], 'apt-get install nodejs'),
  path: process.execPath,
};

const HTTP = {
  description: "the HTTP server of Node.js's core",
  deviations: require('./deviations.json'),

  /** Installs and builds what the app needs and lacks; returns what it is made of. */
  async prepare(progress) {
    const server = `node:http ${RUNTIME.version}`;
    return { runtime: `${RUNTIME.name} ${RUNTIME.version}`, framework: server, server };
  },

  /** What starts the app, and where; the adapter adds its socket and the number of workers. */
  launch() {
    return { command: [RUNTIME.path, 'app.js'], directory: __dirname };
  },
};

module.exports = { HTTP, RUNTIME };
