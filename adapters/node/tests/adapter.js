'use strict';
// An adapter process to talk to, for tests.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const readline = require('node:readline');
const { setTimeout: sleep } = require('node:timers/promises');
const WebSocket = require('ws');
const tree = require('../sdk/process_tree');

const FOLDER = path.join(__dirname, '..');
const SPECIFICATION = path.join(FOLDER, '../../Sources/AdapterProtocol/Specification/v1');
const WORKLOADS = path.join(SPECIFICATION, 'workloads.json');
const SECOND = 1_000_000_000;

/** The command that runs a script in place of adapter.js, with the wire where `adapter` puts it. */
const scripted = (script) => ['sh', '-c', 'exec "$0" -e "$1" 3>&1 1>&2', process.execPath, script];

/** A running adapter, which ends with the test `t` at the latest. */
class Adapter {
  #count = 0;

  constructor(t, { command: [program, ...parameters] = ['./adapter'], folder = FOLDER, environment } = {}) {
    const env = { ...process.env, ...environment };
    this.process = spawn(program, parameters, { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.process.stderr.on('data', (bytes) => (this.printed = (this.printed ?? '') + bytes));
    this.process.stdin.on('error', () => {}); // it may have been killed
    this.exit = once(this.process, 'exit').then(([status]) => status);
    this.lines = readline.createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    t.after(() => this.close());
  }

  static async open(t, options) {
    const adapter = new Adapter(t, options);
    adapter.description = await adapter.call('initialize', { protocolVersions: [1], workloads: WORKLOADS });
    return adapter;
  }

  /** Sends a request without waiting; returns its id. */
  send(method, params) {
    const id = ++this.#count;
    this.process.stdin.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }) + '\n');
    return id;
  }

  /** The next message for which `wanted` holds. */
  async receive(wanted) {
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error(`the adapter has ended: ${this.printed}`);
      const message = JSON.parse(value);
      if (wanted(message)) return message;
    }
  }

  /** The answer to a request: its result or its error. */
  async call(method, params = {}) {
    const id = this.send(method, params);
    const { result, error } = await this.receive((message) => message.id === id);
    return result ?? error;
  }

  start(params = {}) {
    const common = { framework: 'express', workers: 1, cpus: [], healthTimeoutNanoseconds: 30 * SECOND };
    return this.call('app/start', { ...common, ...params });
  }

  /** Ends the adapter's input; returns its exit status, and throws when it takes longer than it may. */
  async close() {
    this.process.stdin.end();
    const status = await Promise.race([this.exit, sleep(2000, 'late', { ref: false })]);
    if (status !== 'late') return status;
    this.process.kill('SIGKILL');
    throw new Error('the adapter outlived its input by 2 s');
  }
}

/** What a started app answers to a small JSON body. */
async function echo({ address }, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`http://127.0.0.1:${address.port}/json/small`, { method: 'POST', headers, body });
  return response.text();
}

/** The events that a started app streams to a reader who has had one of two already. */
async function events({ address }) {
  const headers = { 'Last-Event-ID': '1' };
  const response = await fetch(`http://127.0.0.1:${address.port}/sse?events=2&interval_ms=0`, { headers });
  return response.text();
}

/** What a started app sends back on a WebSocket, whether that is binary, and the extensions that were agreed on. */
async function echoed({ address }, message) {
  const socket = new WebSocket(`ws://127.0.0.1:${address.port}/ws`);
  socket.once('open', () => socket.send(message));
  const [data, isBinary] = await once(socket, 'message');
  socket.close();
  await once(socket, 'close');
  return [String(data), isBinary, socket.extensions];
}

/** Waits until all processes have ended; returns those that outlive the time. */
async function survivors(pids, seconds = 2) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline && pids.some(tree.alive)) await sleep(10);
  return pids.filter(tree.alive);
}

module.exports = { Adapter, FOLDER, SECOND, SPECIFICATION, WORKLOADS, echo, echoed, events, scripted, survivors };
