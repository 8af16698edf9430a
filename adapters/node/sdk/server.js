'use strict';
// The adapter's side of the conversation.

const errors = require('./errors');
const tree = require('./process_tree');
const wire = require('./wire');
const { App } = require('./app');
const { unavailable } = require('./profiling');

const PROTOCOL_VERSIONS = [1];
const END_GRACE_MILLISECONDS = 1000; // of the 2 s of rule T5

/**
 * Answers the host's requests one at a time, for a table of frameworks by name.
 *
 * A framework has `description`, `deviations`, `prepare(progress)` → versions, and `launch()` → {command,
 * environment, directory}; one into whose apps neither agent nor profiler can see says why in `unobserved`. The first
 * one is the default. An agent has `metrics`, which are descriptors, `missing`,
 * by kind of page why no app has one, `prepare(progress)` and `environment(folder, inherited)`. A profiler has
 * `prepare(progress)` and `session()`, which has `environment(inherited)`, `start(pid)`, `stop()` and `close()`.
 */
class Server {
  #apps = new Map();
  #appCount = 0;
  #workloads = '';
  #queue = Promise.resolve();
  #ending = false;
  #methods = {
    initialize: (params) => this.#initialize(params),
    'app/prepare': (params) => this.#prepare(params),
    'app/start': (params) => this.#start(params),
    'app/stop': (params) => this.#stop(params),
    'metrics/read': (params) => this.#metrics(params),
    shutdown: () => this.#stopAll(),
  };

  constructor(name, version, runtime, frameworks, agent, profiler) {
    Object.assign(this, { name, version, runtime, frameworks, agent, profiler });
    if (!profiler) return;
    this.#methods['profile/start'] = (params) => {
      const app = this.#app(params);
      return app.profiling.start(app.pid);
    };
    this.#methods['profile/stop'] = (params) => this.#app(params).profiling.stop();
  }

  /** Serves until the end of standard input or a shutdown. */
  run() {
    if (process.stdin.isTTY) {
      const what = `${this.name} adapter ${this.version} of harness`;
      console.error(`${what}: speaks JSON-RPC on a pipe; see \`harness adapters list\``);
      process.exit(2);
    }
    this.send = wire.claimStdout();
    const framer = new wire.LineFramer();
    process.stdin.on('data', (bytes) => {
      for (const line of framer.feed(bytes)) this.#queue = this.#queue.then(() => this.#answer(line));
    });
    process.stdin.on('end', () => this.#end());
  }

  /** Ends everything, then the adapter. */
  async #end() {
    this.#ending = true;
    await this.#stopAll(END_GRACE_MILLISECONDS);
    await tree.kill(() => tree.pids(process.pid).slice(1)); // what the running request has started meanwhile
    process.exit(0);
  }

  async #answer(line) {
    if (this.#ending) return;
    let id = null;
    try {
      const message = wire.parse(line);
      const { method, params = {} } = message;
      const isRequest = 'method' in message && 'id' in message;
      if (!isRequest) return; // an answer or a notification: nothing we wait for
      id = message.id;
      if (!Object.hasOwn(this.#methods, method)) {
        throw new errors.ProtocolError(errors.METHOD_NOT_FOUND, `unknown method ${method}`);
      }
      if (typeof params !== 'object' || Array.isArray(params)) throw new TypeError('params must be an object');
      const result = await this.#methods[method](params ?? {});
      this.send({ id, result: result ?? {} });
      if (method === 'shutdown') process.exit(0);
    } catch (error) {
      this.send({ id, error: this.#protocolError(error) });
    }
  }

  #protocolError(error) {
    if (error instanceof errors.ProtocolError) return error;
    console.error(error);
    if (error instanceof TypeError) return new errors.ProtocolError(errors.INVALID_PARAMS, error.message);
    return new errors.ProtocolError(errors.INTERNAL_ERROR, `${error.name}: ${error.message}`);
  }

  #initialize({ protocolVersions, workloads }) {
    if (!areCounts(protocolVersions)) throw new TypeError('protocolVersions must be an array of integers');
    const common = protocolVersions.filter((version) => PROTOCOL_VERSIONS.includes(version));
    if (common.length === 0) {
      const message = `this adapter speaks protocol versions ${PROTOCOL_VERSIONS}`;
      throw new errors.ProtocolError(errors.UNSUPPORTED_VERSION, message);
    }
    this.#workloads = workloads ?? '';
    const frameworks = Object.entries(this.frameworks).map(([name, { description, deviations }], index) => ({
      name,
      description,
      default: index === 0,
      deviations,
    }));
    return {
      protocolVersion: Math.max(...common),
      adapter: { name: this.name, version: this.version },
      runtime: this.runtime,
      frameworks,
      metrics: this.#agentMetrics,
    };
  }

  get #agentMetrics() {
    return this.agent?.metrics ?? [];
  }

  #framework({ framework: name }) {
    checkText('framework', name);
    if (!Object.hasOwn(this.frameworks, name)) {
      const message = `the ${this.name} adapter has no framework ${name}`;
      throw new errors.ProtocolError(errors.UNKNOWN_FRAMEWORK, message, {
        hint: `it has ${Object.keys(this.frameworks).join(', ')}`,
      });
    }
    return this.frameworks[name];
  }

  #progress = (message, fraction = null) => this.send({ method: 'progress', params: { message, fraction } });

  async #prepare(params) {
    const framework = this.#framework(params);
    const begin = process.hrtime.bigint();
    const versions = await this.#prepared(framework, this.profiler);
    return { versions, durationNanoseconds: Number(process.hrtime.bigint() - begin) };
  }

  async #prepared(framework, profiler) {
    const versions = await framework.prepare(this.#progress);
    for (const part of [this.agent, profiler]) await part?.prepare(this.#progress);
    return versions;
  }

  async #start(params) {
    const framework = this.#framework(params);
    checkStart(params);
    const { unobserved } = framework;
    const profiler = params.profiler ? (unobserved ? unavailable(unobserved) : this.profiler) : undefined;
    const versions = await this.#prepared(framework, profiler);
    const launch = framework.launch();
    launch.environment = { ...launch.environment, HARNESS_WORKLOADS: this.#workloads };
    const agent = params.agents === false || unobserved ? undefined : this.agent;
    const name = String(++this.#appCount);
    const app = await App.start(name, launch, params, (ended) => this.#appExited(ended), agent, profiler);
    app.unobserved = unobserved;
    this.#apps.set(app.name, app);
    try {
      const startupNanoseconds = await app.waitForHealth(params.healthTimeoutNanoseconds);
      return {
        app: app.name,
        address: { host: '127.0.0.1', port: app.port },
        pid: app.pid,
        versions,
        startupNanoseconds,
        agentFolder: app.agentFolder,
      };
    } catch (error) {
      this.#apps.delete(app.name);
      throw error;
    }
  }

  #appExited(app) {
    this.#apps.delete(app.name);
    this.send({ method: 'app/exited', params: { app: app.name, ...app.ending, stderr: app.tail } });
  }

  #app({ app: name }) {
    checkText('app', name);
    const app = this.#apps.get(name);
    if (!app) throw new errors.ProtocolError(errors.UNKNOWN_APP, `no app ${name} runs`);
    return app;
  }

  async #stop(params) {
    const app = this.#app(params);
    await app.stop();
    this.#apps.delete(app.name);
    return app.ending;
  }

  #metrics(params) {
    const { unobserved } = this.#app(params);
    const reasons = this.#agentMetrics.map(({ name, page }) => [name, unobserved ?? this.agent.missing[page?.kind]]);
    return { values: {}, unavailable: Object.fromEntries(reasons.filter(([, reason]) => reason)) };
  }

  async #stopAll(graceMilliseconds) {
    await Promise.all([...this.#apps.values()].map((app) => app.stop(graceMilliseconds)));
  }
}

const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const areCounts = (values) => Array.isArray(values) && values.every(isCount);

/** Throws when a parameter is no string. */
function checkText(name, value) {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`);
}

/** Throws when parameters of app/start are wrong, before anything is started. */
function checkStart({ workers, cpus, ports, healthTimeoutNanoseconds, agents, profiler }) {
  const isPort = (value) => isCount(value) && value <= 65535;
  const rules = {
    'workers must be a positive integer': isCount(workers) && workers > 0,
    'cpus must be an array of integers': areCounts(cpus),
    'ports must have a first and a last port': ports == null || (isPort(ports.first) && isPort(ports.last)),
    'healthTimeoutNanoseconds must be an integer': isCount(healthTimeoutNanoseconds),
    'agents must be true or false': agents == null || typeof agents === 'boolean',
    'profiler must be true or false': profiler == null || typeof profiler === 'boolean',
  };
  for (const [rule, isKept] of Object.entries(rules)) if (!isKept) throw new TypeError(rule);
}

module.exports = { Server };
