'use strict';
// Programs that run with the agent, for tests.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { NodeAgent } = require('../agent/agent');
const folders = require('../sdk/agent_folder');
const pages = require('./pages');

// What a program may use: `now()` in nanoseconds of CLOCK_MONOTONIC, `block(ms)`, which stops the loop, and
// `settled()`, which waits for what is told in later turns of the loop. What was counted before the end of a
// process is in its pages, so no test depends on how long anything takes.
const PRELUDE = `
  const { setTimeout: sleep } = require('node:timers/promises');
  const now = () => Number(process.hrtime.bigint());
  const block = (ms) => { const end = Date.now() + ms; while (Date.now() < end); };
  const settled = () => sleep(20);
  const print = (value) => console.log(JSON.stringify(value));
`;

// V8 collects for no other reason than the program: its young generation is larger than what is allocated.
const FLAGS = ['--expose-gc', '--no-memory-reducer', '--min-semi-space-size=64', '--max-semi-space-size=64'];

/** A folder for pages, which is removed after the test: `path`, `environment(inherited)`, `read()` for what they say. */
function agentFolder(t) {
  const folder = folders.make();
  t.after(() => folders.remove(folder));
  const environment = (inherited) => new NodeAgent().environment(folder, inherited);
  return { path: folder, environment, read: () => pages.read(folder) };
}

/** A file's path in a folder that is removed after the test. */
function temporaryFile(t, name) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'harness-node-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  return path.join(folder, name);
}

/**
 * Starts an asynchronous program, with pages in the folder if there is one.
 *
 * `isWorker` runs it in a worker thread, `environment` is added to, `command` comes before the interpreter's.
 */
function start(folder, program, { isWorker = false, environment = {}, command = [] } = {}) {
  const inherited = { ...process.env, ...environment };
  const env = { ...inherited, ...folder?.environment(inherited) };
  const whole = `${PRELUDE}(async () => { ${program} })();`;
  const inWorker = `new (require('node:worker_threads').Worker)(${JSON.stringify(whole)}, { eval: true })`;
  const [first, ...others] = [...command, process.execPath, ...FLAGS, '-e', isWorker ? inWorker : whole];
  return spawn(first, others, { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs a program to its end; returns what it wrote and how it ended. */
async function run(folder, program, options) {
  const child = start(folder, program, options);
  const ended = once(child, 'close');
  const [output, errors] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  const [status, signal] = await ended;
  return { output: String(Buffer.concat(output)), errors: String(Buffer.concat(errors)), status, signal };
}

/** The value that a program printed; throws when it wrote errors. */
async function result(folder, program, options) {
  const { output, errors } = await run(folder, program, options);
  if (errors !== '') throw new Error(errors);
  return JSON.parse(output);
}

/** A program that answers each line of its input with one of its output: `ask(line)`; `end()` ends it. */
async function converse(t, folder, program) {
  const child = start(folder, program);
  t.after(() => child.kill('SIGKILL'));
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close');
  return {
    async ask(line) {
      child.stdin.write(`${line}\n`);
      return JSON.parse((await lines.next()).value);
    },
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

module.exports = { agentFolder, converse, result, run, temporaryFile };
