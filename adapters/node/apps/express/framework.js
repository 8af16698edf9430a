'use strict';

const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const EXPRESS = new Framework({
  name: 'express',
  words: 'Express',
  folder: __dirname,
  module: 'express',
  packages: { express: 'node-express', busboy: 'node-busboy' },
  server: NODE_HTTP,
});

module.exports = { EXPRESS };
