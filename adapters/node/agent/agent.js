'use strict';
// The Node agent: how an app is started with it, and what its pages count.

const path = require('node:path');
const { requiring } = require('../sdk/node_options');
const { Metric } = require('./metric');
const { GC, HEAP, LOOP } = require('./slots');

const PRELOAD = path.join(__dirname, 'preload', 'preload.js');

const KINDS = {
  minor: 'collections of the young generation (scavenges)',
  major: 'collections of the whole heap (mark-sweep)',
  incremental: 'steps that begin to mark the heap',
  weakcb: 'runs of callbacks for what was collected',
};

const gc = Metric.of('gc');
const loop = Metric.of('loop');
const heap = Metric.of('heap');

const METRICS = [
  gc.total('node.gc.collections', 'count', 'garbage collections, minor and major', GC.collections),
  gc.total('node.gc.time', 'ns', "time in which the heap's upkeep stopped the app", GC.time),
  ...GC.kinds.flatMap((kind, index) => [
    gc.total(`node.gc.${kind}`, 'count', KINDS[kind], GC.count + index),
    gc.total(`node.gc.${kind}_time`, 'ns', `time in ${KINDS[kind]}`, GC.timeOf + index),
  ]),
  gc.maximum('node.gc.longest', 'ns', 'longest pause since the last read, of all threads', GC.longest),
  loop.total('node.loop.active', 'ns', 'time event loops worked', LOOP.active),
  loop.total('node.loop.idle', 'ns', 'time event loops waited for something to do', LOOP.idle, 'neither'),
  loop.total('node.loop.stalls', 'count', 'delays of an event loop by 1 ms or more', LOOP.stalls),
  loop.total('node.loop.stalled', 'ns', 'time in delays of 1 ms or more', LOOP.stalled),
  ...[50, 99].map((percent) => {
    const description = `delay of event loops since the last read, percentile ${percent}, in steps of √2`;
    return loop.percentile(`node.loop.lag_p${percent}`, 'ns', description, LOOP.lags, percent);
  }),
  loop.maximum('node.loop.lag_longest', 'ns', 'longest delay since the last read, of all', LOOP.longest),
  heap.gauge('node.heap.used', 'bytes', "V8's heap in use", HEAP.used),
  heap.gauge('node.heap.total', 'bytes', "V8's heap", HEAP.total),
  heap.gauge('node.heap.limit', 'bytes', "what V8's heap may grow to", HEAP.limit, 'neither'),
];

/** A script that Node.js loads before the app, in every process and worker thread. */
class NodeAgent {
  metrics = METRICS;

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
