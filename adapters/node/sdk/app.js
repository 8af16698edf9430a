'use strict';
// A workload app: its socket, its processes, its health and its end.

const { spawn } = require('node:child_process');
const http = require('node:http');
const net = require('node:net');
const readline = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const errors = require('./errors');
const tree = require('./process_tree');

const TAIL_LINES = 20;
const STOP_GRACE_MILLISECONDS = 2000;
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

  /** Starts what `launch` says: {command, directory, environment}. */
  static async start(name, launch, { workers, cpus, ports }, onExit) {
    const listener = await listen(ports);
    const app = new App();
    app.name = name;
    app.port = listener.address().port;
    const pinning = cpus.length > 0 ? ['taskset', '-c', cpus.join(',')] : [];
    app.startedAt = process.hrtime.bigint();
    app.process = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...pinning, ...launch.command], {
      cwd: launch.directory,
      env: { ...process.env, ...launch.environment, HARNESS_LISTEN_FD: '3', HARNESS_WORKERS: String(workers), PORT: String(app.port) },
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
      app.#signal('SIGKILL');
      await Promise.race([app.ended, sleep(200)]);
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

  /** Returns the nanoseconds from the spawn to the first healthy answer; stops the app and throws when there is none. */
  async waitForHealth(timeoutNanoseconds) {
    const deadline = this.startedAt + BigInt(timeoutNanoseconds);
    while (process.hrtime.bigint() < deadline && this.isRunning) {
      if (await this.#isHealthy()) {
        this.#healthy = true;
        return Number(process.hrtime.bigint() - this.startedAt);
      }
      await sleep(5);
    }
    const what = this.isRunning
      ? `no healthy answer within ${timeoutNanoseconds / 1e9} s`
      : `it ended with ${this.process.signalCode ?? `status ${this.process.exitCode}`}`;
    await this.stop();
    throw new errors.ProtocolError(errors.START_FAILED, `the app did not start: ${what}`, { stderr: this.tail });
  }

  #isHealthy() {
    return new Promise((resolve) => {
      const request = http.get({ host: '127.0.0.1', port: this.port, path: '/health', agent: false, timeout: 1000 });
      request.once('response', (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(false));
    });
  }

  /** Ends the whole tree. */
  async stop() {
    this.#stopping = true;
    if (this.pid === undefined) return;
    const all = tree.pids(this.pid);
    const left = () => all.filter(tree.alive);
    this.#signal('SIGTERM');
    const deadline = Date.now() + STOP_GRACE_MILLISECONDS;
    while (Date.now() < deadline && (this.isRunning || left().length > 0)) await sleep(10);
    this.#signal('SIGKILL');
    for (const pid of left()) kill(pid, 'SIGKILL');
    await Promise.race([this.ended, sleep(1000)]);
  }

  /** The root's exit code and signal number; one of them is null. */
  get ending() {
    const signals = require('node:os').constants.signals;
    return { exitCode: this.process.exitCode, signal: signals[this.process.signalCode] ?? null };
  }

  #signal(name) {
    kill(-this.pid, name);
  }
}

function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

module.exports = { App };
