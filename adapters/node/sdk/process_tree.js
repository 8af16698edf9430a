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
  ['disk.read', 'bytes', 'counter', 'bytes the kernel fetched from storage'],
  ['disk.written', 'bytes', 'counter', 'bytes that were to be written to storage'],
  ['network.received', 'bytes', 'counter', 'bytes received from the network'],
  ['network.sent', 'bytes', 'counter', 'bytes sent to the network'],
  ['memory.rss', 'bytes', 'gauge', 'resident memory'],
  ['memory.pss', 'bytes', 'gauge', 'resident memory; what processes share is divided among them'],
  ['memory.rss.peak', 'bytes', 'gauge', 'the most resident memory that each process ever had, summed'],
  ['threads', 'count', 'gauge', 'threads'],
  ['context_switches.voluntary', 'count', 'counter', 'waits that gave the processor away'],
  ['context_switches.involuntary', 'count', 'counter', 'times the scheduler took the processor away'],
].map(([name, unit, kind, description]) => ({ name, unit, kind, better: 'lower', description }));

const NETWORK =
  "the kernel counts network bytes per namespace, not per process; the load engine's own counts are in the trial";
/** Metrics that no app has, and why. */
const UNAVAILABLE = { 'network.received': NETWORK, 'network.sent': NETWORK };
const NOT_SHOWN = '/proc does not show it for every process of the app';

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

/** The numbers of a file with lines like `name: number`, kB as bytes; {} when it cannot be read. */
function fields(path) {
  const found = readFile(path).matchAll(/^(\w+):\s*(\d+)( kB)?$/gm);
  return Object.fromEntries([...found].map(([, name, number, kB]) => [name, number * (kB ? 1024 : 1)]));
}

/** What an app's process tree has used; what has ended keeps its last figures. */
class Usage {
  #root;
  #counted = new Map(); // pid, or pid/thread → counters
  #seen = new Set();

  constructor(root) {
    this.#root = root;
  }

  /** The tree, its metrics by name, why there are not the others, and the pids of earlier answers that have ended. */
  read() {
    const processes = pids(this.#root);
    for (const pid of processes) {
      this.#keep(pid, processCounters(pid));
      for (const thread of threads(pid)) {
        this.#keep(`${pid}/${thread}`, threadCounters(`/proc/${pid}/task/${thread}`));
      }
      this.#seen.add(pid);
    }
    const values = Object.fromEntries(DESCRIPTORS.map(({ name }) => [name, 0]));
    const unavailable = { ...UNAVAILABLE };
    for (const told of [...this.#counted.values(), ...processes.map(gauges)]) {
      for (const [name, value] of Object.entries(told)) {
        if (value === undefined) unavailable[name] = NOT_SHOWN;
        else values[name] += value;
      }
    }
    for (const name of Object.keys(unavailable)) delete values[name];
    const vanished = [...this.#seen].filter((pid) => !processes.includes(pid)).sort((a, b) => a - b);
    return { processes, values, unavailable, vanished };
  }

  #keep(owner, counters) {
    if (counters) this.#counted.set(owner, counters);
  }
}

/** A process's counters; undefined when it has just ended. */
function processCounters(pid) {
  const times = stat(pid);
  if (times.length === 0) return undefined;
  return { 'cpu.user': times[11] * TICK_NANOSECONDS, 'cpu.system': times[12] * TICK_NANOSECONDS };
}

/** The counters of a thread by its folder in /proc, undefined those that are not shown; undefined when it has just ended. */
function threadCounters(folder) {
  const io = fields(`${folder}/io`); // first: where the others can be read, the thread was there
  const schedule = readFile(`${folder}/schedstat`).split(' ').map(Number);
  const status = fields(`${folder}/status`);
  if (schedule.length < 2 || status.nonvoluntary_ctxt_switches === undefined) return undefined;
  return {
    'cpu.total': schedule[0],
    'process.run_queue_delay': schedule[1],
    'context_switches.voluntary': status.voluntary_ctxt_switches,
    'context_switches.involuntary': status.nonvoluntary_ctxt_switches,
    'disk.read': io.read_bytes,
    'disk.written': io.write_bytes,
  };
}

/** A process's gauges, undefined those that are not shown; {} when it has ended. */
function gauges(pid) {
  const shared = fields(`/proc/${pid}/smaps_rollup`);
  const status = fields(`/proc/${pid}/status`);
  if (status.VmRSS === undefined) return {};
  return {
    'memory.rss': status.VmRSS,
    'memory.pss': shared.Pss,
    'memory.rss.peak': status.VmHWM,
    threads: status.Threads,
  };
}

module.exports = { DESCRIPTORS, Usage, alive, describe, group, kill, pids, signal };
