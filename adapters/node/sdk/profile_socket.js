'use strict';
// The processes of an app that sample themselves, and the socket that they connect to (docs/AGENTS.md).

const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');
const agentFolder = require('./agent_folder');
const errors = require('./errors');
const { LineFramer } = require('./wire');
const { profile } = require('./profiling');

const CONNECT_MILLISECONDS = 2000;
const ANSWER_MILLISECONDS = 20_000; // an event loop may be busy, and stacks take time to fold
const GONE = 'it has ended, or does not answer';

/** A process that has connected: its pid, and its answers in the order of the questions. */
class Peer {
  #socket;
  #waiting = [];

  /** `onHello` is called when it has said what it is. */
  constructor(socket, onHello) {
    this.#socket = socket;
    const framer = new LineFramer();
    socket.on('error', () => {}); // 'close' follows
    socket.on('data', (bytes) => {
      try {
        for (const line of framer.feed(bytes)) this.#take(JSON.parse(line), onHello);
      } catch {
        this.close(); // it is not one of ours
      }
    });
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    this.closed.then(() => this.#waiting.splice(0).forEach((answer) => answer({ problem: GONE })));
  }

  #take(message, onHello) {
    if (message.hello) onHello((this.pid = message.hello.pid));
    else this.#waiting.shift()?.(message);
  }

  /** Its answer; one with a `problem` when there is none. */
  async ask(message) {
    if (this.#socket.destroyed) return { problem: GONE };
    const late = setTimeout(() => this.close(), ANSWER_MILLISECONDS);
    this.#socket.write(JSON.stringify(message) + '\n');
    return new Promise((resolve) => this.#waiting.push(resolve)).finally(() => clearTimeout(late));
  }

  close() {
    this.#socket.destroy();
  }
}

/** What samples one app from within; the app's processes connect to a socket in a folder of the app's own. */
class ProfileSocket {
  #folder = agentFolder.make();
  #server = net.createServer((socket) => this.#accept(socket));
  #connections = new Set();
  #peers = new Set(); // of those, which have said what they are
  #sampled; // while it samples: peer → its answer to `start`
  #problem = 'no process of the app has loaded the profiler';

  /** `interval` is the time between two samples in nanoseconds, `unit` what the weights of stacks count. */
  constructor({ interval, unit, hint }) {
    Object.assign(this, { interval, unit, hint, path: `${this.#folder}/profiler` });
    this.#server.on('error', ({ message }) => (this.#problem = message));
    this.#server.listen(this.path);
  }

  #accept(socket) {
    const peer = new Peer(socket, () => {
      this.#peers.add(peer);
      if (this.#sampled) this.#begin(peer);
    });
    this.#connections.add(peer);
    peer.closed.then(() => this.#connections.delete(peer) && this.#peers.delete(peer));
  }

  #begin(peer) {
    const answer = peer.ask({ do: 'start', intervalNanoseconds: this.interval });
    this.#sampled.set(peer, answer);
    return answer;
  }

  /** Returns when every process that has connected samples itself; those that come later begin at once. */
  async start() {
    const deadline = Date.now() + CONNECT_MILLISECONDS;
    while (this.#peers.size === 0 && Date.now() < deadline) await sleep(10);
    this.#sampled = new Map();
    const answers = await Promise.all([...this.#peers].map((peer) => this.#begin(peer)));
    const begun = answers.find(({ problem }) => !problem);
    if (begun) return { profiler: begun.profiler, unit: this.unit, intervalNanoseconds: this.interval };
    this.#sampled = undefined;
    const problem = answers[0]?.problem ?? this.#problem;
    throw new errors.ProtocolError(errors.PROFILER_UNAVAILABLE, problem, { hint: this.hint });
  }

  /** Returns the stacks of all processes together. */
  async stop() {
    const notes = [];
    const stop = async ([peer, started]) => {
      const stopped = await peer.ask({ do: 'stop' });
      const problem = (await started).problem ?? stopped.problem;
      if (problem) notes.push(`process ${peer.pid} gave no samples: ${problem}`);
      return problem ? { stacks: {}, samples: 0, lost: 0 } : stopped;
    };
    const sampled = [...this.#sampled];
    this.#sampled = undefined;
    const profiles = await Promise.all(sampled.map(stop));
    const stacks = new Map();
    for (const [stack, weight] of profiles.flatMap((each) => Object.entries(each.stacks))) {
      stacks.set(stack, (stacks.get(stack) ?? 0) + weight);
    }
    const sum = (name) => profiles.reduce((total, each) => total + each[name], 0);
    return profile(stacks, sum('samples'), { lost: sum('lost'), notes });
  }

  /** Lets go of the processes, and removes the socket. */
  close() {
    this.#server.close();
    for (const peer of this.#connections) peer.close();
    agentFolder.remove(this.#folder);
  }
}

module.exports = { ProfileSocket };
