'use strict';
// Commands that preparation runs.

const { spawn, spawnSync } = require('node:child_process');
const errors = require('./errors');

const TAIL_LINES = 20;

/** Runs a command to its end; throws prepareFailed with its last lines, and the hint, when it fails or is not there. */
async function run(command, hint) {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
  const status = await new Promise((resolve) => {
    child.once('error', ({ message }) => resolve((output += message)));
    child.once('close', resolve);
  });
  if (status !== 0) throw failed(command, hint, output);
}

/** The first number with a point in it that a command prints, such as 5.36.0. */
function version(command, hint) {
  const [program, ...parameters] = command;
  const { error, status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
  const output = error?.message ?? stdout + stderr;
  const [found] = (status === 0 && /\d+(\.\d+)+/.exec(output)) || [];
  if (!found) throw failed(command, hint, output);
  return found;
}

function failed(command, hint, output) {
  const message = `\`${command.slice(0, 4).join(' ')} …\` failed`;
  const stderr = output.split('\n').filter(Boolean).slice(-TAIL_LINES);
  return new errors.ProtocolError(errors.PREPARE_FAILED, message, { hint, stderr });
}

module.exports = { run, version };
