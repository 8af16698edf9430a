'use strict';

const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const HTTP = new Framework({
  name: 'node:http',
  words: 'no framework',
  folder: __dirname,
  packages: { busboy: 'node-busboy' },
  server: NODE_HTTP,
});

module.exports = { HTTP };
