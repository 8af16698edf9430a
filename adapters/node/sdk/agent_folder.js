'use strict';
// Folders in which an app's processes keep their counter pages (docs/AGENTS.md).

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

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

/** A new folder of an app; what adapters that were killed have left is removed: folders whose owner is gone. */
function make() {
  for (const name of fs.readdirSync(place())) {
    const owner = name.startsWith(PREFIX) ? /^\d+/.exec(name.slice(PREFIX.length))?.[0] : undefined;
    if (owner !== undefined && !fs.existsSync(`/proc/${owner}`)) remove(path.join(place(), name));
  }
  return fs.mkdtempSync(path.join(place(), `${PREFIX}${process.pid}-`));
}

/** After the app's last process has ended. */
function remove(folder) {
  try {
    fs.rmSync(folder, { recursive: true, force: true });
  } catch {
    // another adapter may be removing it too, or it may be another user's
  }
}

module.exports = { PREFIX, make, place, remove };
