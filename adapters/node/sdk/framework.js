'use strict';
// A framework whose modules Debian packages.

const path = require('node:path');
const errors = require('./errors');

const SHARED = { ajv: 'node-ajv' }; // what the contract needs in each app: modules and the packages that have them

/** The frameworks and variants by name that the folders of apps/ declare, in their order. */
function declaredIn(folders) {
  return Object.assign({}, ...folders.map((folder) => require(`../apps/${folder}/framework`)));
}

/** A folder in apps/ whose `main` is the app; `module` has its version, without one it is the runtime's own. */
class Framework {
  constructor({ name, words, folder, main = 'main.js', module, packages, server }) {
    Object.assign(this, { name, words, folder, main, module, server, packages: { ...packages, ...server.packages, ...SHARED } });
  }

  /** The framework run by a runtime. */
  on(runtime) {
    return new RunFramework(this, runtime);
  }
}

class RunFramework {
  #framework;
  #runtime;

  constructor(framework, runtime) {
    this.#framework = framework;
    this.#runtime = runtime;
    this.deviations = framework.server.deviations;
    this.description = `${framework.words} on ${framework.server.words}, run by ${runtime.name} ${runtime.version}`;
    this.unobserved = runtime.unobserved;
  }

  async prepare(progress) {
    const { name, module, packages, server } = this.#framework;
    const { name: runtime, version } = this.#runtime;
    check(packages);
    await this.#runtime.prepare(progress);
    return {
      runtime: `${runtime} ${version}`,
      framework: `${name} ${module ? moduleVersion(module) : version}`,
      server: `${server.name} ${version}`,
    };
  }

  launch() {
    const { folder, main, server } = this.#framework;
    return {
      command: server.command(this.#runtime, path.join(folder, main)),
      directory: folder,
      environment: { NODE_ENV: 'production', ...this.#runtime.environment },
    };
  }
}

/** Throws prepareFailed when a module is not there. */
function check(packages) {
  const missing = Object.keys(packages).filter((name) => moduleVersion(name) === undefined);
  if (missing.length === 0) return;
  const message = `the modules ${missing.join(', ')} are not installed`;
  const hint = `apt-get install --no-install-recommends ${missing.map((name) => packages[name]).join(' ')}`;
  throw new errors.ProtocolError(errors.PREPARE_FAILED, message, { hint });
}

function moduleVersion(name) {
  try {
    return require(`${name}/package.json`).version;
  } catch {
    return undefined;
  }
}

module.exports = { Framework, declaredIn };
