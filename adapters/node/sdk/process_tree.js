'use strict';
// A process tree and what it has used so far, from /proc.

const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const TICK_NANOSECONDS = 10_000_000; // Linux tells user space 100 ticks a second on every architecture

const DESCRIPTORS = [
  ['cpu.user', 'ns', 'counter', "processor time in user mode, in ticks of the kernel's clock"],
  ['cpu.system', 'ns', 'counter', "processor time in the kernel, in ticks of the kernel's clock"],
  ['cpu.total', 'ns', 'counter', 'processor time as the scheduler counts it'],
  ['memory.rss', 'bytes', 'gauge', 'resident memory'],
  ['threads', 'count', 'gauge', 'threads'],
  ['context_switches.voluntary', 'count', 'counter', 'waits that gave the processor away'],
  ['context_switches.involuntary', 'count', 'counter', 'times the scheduler took the processor away'],
].map(([name, unit, kind, description]) => ({ name, unit, kind, better: 'lower', description }));

function readFile(path) {
  try {
    return fs.readFileSync(path, 'latin1');
  } catch {
    return ''; // the process has ended
  }
}

function threads(pid) {
  try {
    return fs.readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** The fields of /proc/<pid>/stat after the command: state, parent, … (proc(5) numbers them from 3). */
function stat(pid) {
  const text = readFile(`/proc/${pid}/stat`);
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
    for (const thread of threads(pid)) {
      const children = readFile(`/proc/${pid}/task/${thread}/children`);
      waiting.push(...children.split(' ').filter(Boolean).map(Number));
    }
  }
  return found;
}

/** The living processes of a process group, also those whose parents have ended. */
function group(id) {
  const all = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return all.filter((pid) => Number(stat(pid)[2]) === id && alive(pid));
}

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

/** The tree as app/start reports it. */
function describe(root) {
  return pids(root).map((pid) => ({
    pid,
    parent: Number(stat(pid)[1] ?? 0),
    command: readFile(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim().slice(0, 200),
  }));
}

/** What an expression captures in a text; 0 for a process that has ended. */
function number(expression, text) {
  return Number(expression.exec(text)?.[1] ?? 0);
}

/** The pids of the tree, and its metrics by name. */
function read(root) {
  const processes = pids(root);
  const values = Object.fromEntries(DESCRIPTORS.map(({ name }) => [name, 0]));
  for (const pid of processes) {
    const fields = stat(pid);
    values['cpu.user'] += Number(fields[11] ?? 0) * TICK_NANOSECONDS;
    values['cpu.system'] += Number(fields[12] ?? 0) * TICK_NANOSECONDS;
    values['memory.rss'] += number(/^VmRSS:\s*(\d+) kB/m, readFile(`/proc/${pid}/status`)) * 1024;
    for (const thread of threads(pid)) {
      values.threads += 1;
      values['cpu.total'] += Number(readFile(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] || 0);
      const status = readFile(`/proc/${pid}/task/${thread}/status`);
      values['context_switches.voluntary'] += number(/^voluntary_ctxt_switches:\s*(\d+)/m, status);
      values['context_switches.involuntary'] += number(/^nonvoluntary_ctxt_switches:\s*(\d+)/m, status);
    }
  }
  return { processes, values };
}

module.exports = { DESCRIPTORS, alive, describe, group, kill, pids, read, signal };
