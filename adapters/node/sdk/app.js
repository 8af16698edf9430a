'use strict';
// A workload app: its socket, its processes, its health and its end.

const { spawn } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');
const { constants } = require('node:os');
const readline = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const agentFolder = require('./agent_folder');
const errors = require('./errors');
const tree = require('./process_tree');
const { Profiling } = require('./profiling');

const TAIL_LINES = 20;
const STOP_GRACE_MILLISECONDS = 2000;
const HEALTH_TIMEOUT_MILLISECONDS = 1000;
const BACKLOG = 4096;

/** A listening server on a free port of the range, or on any free port (rule S1). */
async function listen(ports) {
  const first = ports?.first ?? 0;
  const last = ports?.last ?? 0;
  for (let port = first; port <= last; port++) {
    const server = net.createServer();
    try {
      await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: '127.0.0.1', port, backlog: BACKLOG }, resolve);
      });
      return server;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
    }
  }
  throw new errors.ProtocolError(errors.PORT_RANGE_FULL, `no port from ${first} to ${last} is free`, {
    hint: 'give a wider --ports range, or leave it out',
  });
}

/** A running app. `onExit(app)` is called when it ends unasked. */
class App {
  #stopping = false;
  #healthy = false;
  #tail = [];

  /** Starts what `launch` says, {command, directory, environment}, with an agent and a profiler or, without, bare. */
  static async start(name, launch, { workers, cpus, ports }, onExit, agent, profiler) {
    const listener = await listen(ports);
    const app = new App();
    app.agentFolder = agent && agentFolder.make(); // the path of the folder with its counter pages
    app.profiling = new Profiling(profiler?.session());
    app.name = name;
    app.port = listener.address().port;
    const pinning = cpus.length > 0 ? ['taskset', '-c', cpus.join(',')] : [];
    const environment = {
      ...process.env,
      ...launch.environment,
      HARNESS_LISTEN_FD: '3',
      HARNESS_WORKERS: String(workers),
      PORT: String(app.port),
    };
    Object.assign(environment, agent?.environment(app.agentFolder, environment));
    Object.assign(environment, app.profiling.environment(environment));
    app.startedAt = process.hrtime.bigint();
    app.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...pinning, ...launch.command], {
      cwd: launch.directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', listener._handle.fd],
      detached: true,
    });
    listener.close();
    for (const stream of [app.process.stdout, app.process.stderr]) {
      readline.createInterface({ input: stream }).on('line', (line) => app.#keep(line));
    }
    app.ended = new Promise((resolve) => {
      app.process.once('close', resolve);
      app.process.once('error', (error) => {
        app.#keep(error.message);
        resolve();
      });
    });
    app.process.once('exit', async () => {
      if (!app.#healthy || app.#stopping) return;
      await tree.kill(() => tree.group(app.pid));
      await Promise.race([app.ended, sleep(200)]);
      if (app.#stopping) return; // it has been asked to end meanwhile
      app.#endObservers();
      onExit(app);
    });
    return app;
  }

  get pid() {
    return this.process.pid;
  }

  get isRunning() {
    return this.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null;
  }

  /** The last lines it wrote. */
  get tail() {
    return [...this.#tail];
  }

  #keep(line) {
    this.#tail.push(line);
    if (this.#tail.length > TAIL_LINES) this.#tail.shift();
  }

  /** The nanoseconds from the spawn to the first healthy answer; without one, stops the app and throws. */
  async waitForHealth(timeoutNanoseconds) {
    const deadline = this.startedAt + BigInt(timeoutNanoseconds);
    const left = () => Math.ceil(Number(deadline - process.hrtime.bigint()) / 1e6);
    while (left() > 0 && this.isRunning) {
      if ((await this.#isHealthy(Math.min(left(), HEALTH_TIMEOUT_MILLISECONDS))) && this.isRunning) {
        this.#healthy = true;
        return Number(process.hrtime.bigint() - this.startedAt);
      }
      await sleep(5);
    }
    const what = this.isRunning
      ? `no healthy answer within ${timeoutNanoseconds / 1e9} s`
      : `it ended with ${this.process.signalCode ?? `status ${this.process.exitCode}`}`;
    await this.stop();
    const message = `the app did not start: ${what}`;
    throw new errors.ProtocolError(errors.START_FAILED, message, { stderr: this.tail });
  }

  #isHealthy(timeout) {
    return new Promise((resolve) => {
      const url = `http://127.0.0.1:${this.port}/health`;
      const request = http.get(url, { agent: false, timeout });
      request.once('response', (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(false));
    });
  }

  /** Ends the whole tree, with SIGKILL after the grace; afterwards none of it is alive. */
  async stop(graceMilliseconds = STOP_GRACE_MILLISECONDS) {
    this.#stopping = true;
    if (this.pid === undefined) return this.#endObservers();
    const known = tree.pids(this.pid); // some may have left the group, others may have lost their parents
    const left = () => [...known.filter(tree.alive), ...tree.group(this.pid)];
    tree.signal(-this.pid, 'SIGTERM');
    const deadline = Date.now() + graceMilliseconds;
    while (Date.now() < deadline && left().length > 0) await sleep(10);
    await tree.kill(left);
    await Promise.race([this.ended, sleep(1000)]);
    this.#endObservers();
  }

  #endObservers() {
    this.profiling.close();
    if (this.agentFolder) agentFolder.remove(this.agentFolder);
  }

  /** The root's exit code and signal number; one of them is null. */
  get ending() {
    return { exitCode: this.process.exitCode, signal: constants.signals[this.process.signalCode] ?? null };
  }
}

module.exports = { App };
