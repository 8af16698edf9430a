'use strict';
// An adapter whose app is the Node adapter's own, with a loop that is blocked on schedule (block.js).

const path = require('node:path');
const node = path.join(__dirname, '../../../adapters/node');
const { NodeAgent } = require(path.join(node, 'agent/agent'));
const { express } = require(path.join(node, 'apps/express/framework'));
const { Server } = require(path.join(node, 'sdk/server'));

const blocking = {
  description: express.description,
  deviations: express.deviations,
  prepare: (progress) => express.prepare(progress),
  launch() {
    const launch = express.launch();
    const NODE_OPTIONS = `--require "${path.join(__dirname, 'block.js')}"`;
    return { ...launch, environment: { ...launch.environment, NODE_OPTIONS } };
  },
};

const runtime = { name: 'Node.js', version: process.versions.node, path: process.execPath };
new Server('blocking', '1', runtime, { express: blocking }, new NodeAgent()).run();
