'use strict';
// The profiler of Node.js apps: V8's, asked through the inspector from within (docs/PROFILING.md).

const path = require('node:path');
const { ProfileSocket } = require('../sdk/profile_socket');
const { requiring } = require('../sdk/node_options');

const PRELOAD = path.join(__dirname, 'preload', 'preload.js');
const INTERVAL_NANOSECONDS = 1_000_000;
const HINT = 'use a Node.js with its inspector, and an app that keeps NODE_OPTIONS';

/** A script that Node.js loads before the app, in every process and worker thread. */
class NodeProfiler {
  /** Nothing is installed. */
  async prepare() {}

  /** What samples one app. */
  session() {
    const socket = new ProfileSocket({ interval: INTERVAL_NANOSECONDS, unit: 'microseconds', hint: HINT });
    socket.environment = (inherited) => ({
      HARNESS_PROFILER_SOCKET: socket.path,
      NODE_OPTIONS: requiring(PRELOAD, inherited),
    });
    return socket;
  }
}

module.exports = { NodeProfiler };
