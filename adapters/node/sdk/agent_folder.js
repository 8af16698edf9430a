'use strict';
// The folder in which an app's processes keep their counter pages (docs/AGENTS.md).

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { CounterPage } = require('./counter_page');

const PREFIX = 'harness-agent-';

/** In memory, where a page never becomes a write to a disk. */
function place() {
  try {
    fs.accessSync('/dev/shm', fs.constants.W_OK | fs.constants.X_OK);
    return '/dev/shm';
  } catch {
    return os.tmpdir();
  }
}

/** Removes what adapters that were killed have left: folders whose owner is gone. */
function sweep(parent) {
  for (const name of fs.readdirSync(parent)) {
    const owner = name.startsWith(PREFIX) ? /^\d+/.exec(name.slice(PREFIX.length))?.[0] : undefined;
    if (owner !== undefined && !fs.existsSync(`/proc/${owner}`)) removeFolder(path.join(parent, name));
  }
}

/** A new folder of an app; those of adapters that were killed are removed. */
function makeFolder() {
  const parent = place();
  sweep(parent);
  return fs.mkdtempSync(path.join(parent, `${PREFIX}${process.pid}-`));
}

function removeFolder(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // another adapter may be removing it too, or it may be another user's
  }
}

/** The pages of one app: made before it starts, removed after its last process has ended. */
class AgentFolder {
  #agent;
  #pages = new Map(); // the file's name → its page

  constructor(agent) {
    this.#agent = agent;
    this.path = makeFolder();
  }

  /** What the app's environment needs beyond `inherited`. */
  environment(inherited) {
    return this.#agent.environment(this.path, inherited);
  }

  /**
   * The agent's values, the reasons for those there are not, and the events since the last read.
   *
   * Pages of threads that have ended count as well: their totals are part of the app's.
   */
  read() {
    for (const page of this.#pages.values()) page.refresh();
    this.#openNewPages();
    const values = {};
    const unavailable = {};
    for (const { name, kind, value } of this.#agent.metrics) {
      const pages = [...this.#pages.values()].filter((page) => page.kind === kind);
      const reason = this.#reason(kind, pages);
      const found = reason ? undefined : value(pages);
      if (found === undefined) unavailable[name] = reason ?? 'nothing was measured since the last reading';
      else values[name] = found;
    }
    const events = [...this.#pages.values()].flatMap((page) => page.events());
    for (const page of this.#pages.values()) page.endReading();
    return { values, unavailable, events: events.sort((a, b) => a.timeNanoseconds - b.timeNanoseconds) };
  }

  #openNewPages() {
    for (const name of fs.existsSync(this.path) ? fs.readdirSync(this.path) : []) {
      if (this.#pages.has(name)) continue;
      const [kind, thread] = name.split('.');
      try {
        this.#pages.set(name, Object.assign(new CounterPage(path.join(this.path, name)), { kind, thread }));
      } catch {
        // its thread is just making it: the next read has it
      }
    }
  }

  #reason(kind, pages) {
    if (kind in this.#agent.missing) return this.#agent.missing[kind];
    if (pages.length > 0) return pages.map(({ unavailable }) => unavailable).find(Boolean);
    return `no process of the app has loaded the agent (${kind}); is its runtime one that it knows?`;
  }

  /** Ends reading; no process of the app is left. */
  remove() {
    for (const page of this.#pages.values()) page.close();
    this.#pages.clear();
    removeFolder(this.path);
  }
}

module.exports = { AgentFolder, PREFIX, makeFolder, place, removeFolder };
