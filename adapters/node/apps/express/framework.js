'use strict';
// Express, as Debian packages it.

const errors = require('../../sdk/errors');

const PACKAGES = ['express', 'busboy', 'ajv'];

class Express {
  description = 'Express on the HTTP server of Node.js';
  deviations = [];

  async prepare() {
    const missing = PACKAGES.filter((name) => this.#version(name) === undefined);
    if (missing.length > 0) {
      const packages = missing.map((name) => `node-${name}`).join(' ');
      const message = `the modules ${missing.join(', ')} are not installed`;
      throw new errors.ProtocolError(errors.PREPARE_FAILED, message, {
        hint: `apt-get install --no-install-recommends ${packages}`,
      });
    }
    return {
      runtime: `Node.js ${process.versions.node}`,
      framework: `express ${this.#version('express')}`,
      server: `node:http ${process.versions.node}`,
    };
  }

  #version(name) {
    try {
      return require(`${name}/package.json`).version;
    } catch {
      return undefined;
    }
  }

  launch() {
    const environment = { NODE_ENV: 'production' };
    return { command: [process.execPath, 'serve.js'], directory: __dirname, environment };
  }
}

module.exports = { Express };
