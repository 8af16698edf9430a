'use strict';
// The processes of an app, from /proc, so that none of them is left.

const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

function read(path) {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    return ''; // the process has ended
  }
}

function names(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** The fields of /proc/<pid>/stat after the command: state, parent, group, … (proc(5)); [] when it is gone. */
function stat(pid) {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Whether the process exists and is no zombie. */
function alive(pid) {
  const [state] = stat(pid);
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** The living processes of the tree below and including root, parents before children. */
function pids(root) {
  const found = [];
  const waiting = [root];
  while (waiting.length > 0) {
    const pid = waiting.shift();
    if (!alive(pid)) continue;
    found.push(pid);
    for (const thread of names(`/proc/${pid}/task`)) {
      const children = read(`/proc/${pid}/task/${thread}/children`);
      waiting.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return found;
}

/** The living processes of a process group, also those whose parents have ended. */
function group(id) {
  const all = names('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return all.filter((pid) => Number(stat(pid)[2]) === id && alive(pid));
}

/** To a process, or to the group -pid; one that is gone is no error. */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Kills what `find` finds until there is nothing left: a process lives on for a while after its SIGKILL. */
async function kill(find) {
  for (let left = find(); left.length > 0; left = find()) {
    for (const pid of left) signal(pid, 'SIGKILL');
    await sleep(1);
  }
}

module.exports = { alive, group, kill, pids, signal };
