'use strict';
// Programs that run with the agent, for tests.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { NodeAgent } = require('../agent/agent');
const { AgentFolder } = require('../sdk/agent_folder');

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

/** A folder for pages, which is removed after the test. */
function agentFolder(t) {
  const folder = new AgentFolder(new NodeAgent());
  t.after(() => folder.remove());
  return folder;
}

/** Runs an asynchronous program with pages in the folder, to its end; returns what it printed and its status. */
async function run(folder, program, { flags = [], environment = {} } = {}) {
  const inherited = { ...process.env, ...environment };
  const env = folder ? { ...inherited, ...folder.environment(inherited) } : inherited;
  const script = `${PRELUDE}(async () => { ${program} })();`;
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = spawn(process.execPath, [...flags, '-e', script], { env, stdio });
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

module.exports = { agentFolder, result, run };
