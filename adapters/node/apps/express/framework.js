'use strict';

const { DENO, NODE, NODE_24 } = require('../../runtimes/runtimes');
const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const express = new Framework({
  name: 'express',
  words: 'Express',
  folder: __dirname,
  module: 'express',
  packages: { express: 'node-express', busboy: 'node-busboy' },
  server: NODE_HTTP,
});

module.exports = {
  express: express.on(NODE),
  'express@24': express.on(NODE_24),
  'express@deno': express.on(DENO),
};
