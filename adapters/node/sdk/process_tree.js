'use strict';
// A process tree and what it has used so far, from /proc.

const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const TICK_NANOSECONDS = 10_000_000; // Linux tells user space 100 ticks a second on every architecture

const DESCRIPTORS = [
  ['cpu.user', 'ns', 'counter', "processor time in user mode, in ticks of the kernel's clock"],
  ['cpu.system', 'ns', 'counter', "processor time in the kernel, in ticks of the kernel's clock"],
  ['cpu.total', 'ns', 'counter', 'processor time as the scheduler counts it'],
  ['process.run_queue_delay', 'ns', 'counter', 'time threads were ready but had no processor'],
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

/** What an app's process tree has used; what has ended keeps its last figures. */
class Usage {
  #root;
  #counted = new Map(); // pid, or pid/thread → counters
  #seen = new Set();

  constructor(root) {
    this.#root = root;
  }

  /** The tree, its metrics by name, and the pids of earlier answers that have ended. */
  read() {
    const processes = pids(this.#root);
    const values = Object.fromEntries(DESCRIPTORS.map(({ name }) => [name, 0]));
    for (const pid of processes) {
      values['memory.rss'] += number(/^VmRSS:\s*(\d+) kB/m, readFile(`/proc/${pid}/status`)) * 1024;
      this.#keep(pid, processCounters(pid));
      for (const thread of threads(pid)) {
        values.threads += 1;
        this.#keep(`${pid}/${thread}`, threadCounters(`/proc/${pid}/task/${thread}`));
      }
      this.#seen.add(pid);
    }
    for (const counters of this.#counted.values()) {
      for (const [name, value] of Object.entries(counters)) values[name] += value;
    }
    const vanished = [...this.#seen].filter((pid) => !processes.includes(pid)).sort((a, b) => a - b);
    return { processes, values, vanished };
  }

  #keep(owner, counters) {
    if (counters) this.#counted.set(owner, counters);
  }
}

/** A process's counters; undefined when it has just ended. */
function processCounters(pid) {
  const fields = stat(pid);
  if (fields.length === 0) return undefined;
  return { 'cpu.user': fields[11] * TICK_NANOSECONDS, 'cpu.system': fields[12] * TICK_NANOSECONDS };
}

/** The counters of a thread by its folder in /proc; undefined when it has just ended. */
function threadCounters(folder) {
  const schedule = readFile(`${folder}/schedstat`).split(' ').map(Number);
  const status = readFile(`${folder}/status`);
  if (schedule.length < 2 || status === '') return undefined;
  return {
    'cpu.total': schedule[0],
    'process.run_queue_delay': schedule[1],
    'context_switches.voluntary': number(/^voluntary_ctxt_switches:\s*(\d+)/m, status),
    'context_switches.involuntary': number(/^nonvoluntary_ctxt_switches:\s*(\d+)/m, status),
  };
}

module.exports = { DESCRIPTORS, Usage, alive, describe, group, kill, pids, signal };
