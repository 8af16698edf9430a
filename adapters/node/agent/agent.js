'use strict';
// The Node agent: how an app is started with it, and what its pages count.

const path = require('node:path');
const { requiring } = require('../sdk/node_options');
const metrics = require('./metrics.json');

const PRELOAD = path.join(__dirname, 'preload', 'preload.js');

/** A script that Node.js loads before the app, in every process and worker thread. */
class NodeAgent {
  /** What its pages count, as `initialize` reports it. */
  metrics = metrics;

  /** Kinds of pages that no app will have, and why. */
  missing = {};

  /** Nothing is built. */
  async prepare() {}

  /** What an app's environment needs beyond `inherited` for its pages to be in `folder`. */
  environment(folder, inherited) {
    return { HARNESS_AGENT_DIR: folder, NODE_OPTIONS: requiring(PRELOAD, inherited) };
  }
}

module.exports = { NodeAgent };
