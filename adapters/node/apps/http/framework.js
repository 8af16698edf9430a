'use strict';

const { DENO, NODE, NODE_24 } = require('../../runtimes/runtimes');
const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const http = new Framework({
  name: 'node:http',
  words: 'no framework',
  folder: __dirname,
  packages: { busboy: 'node-busboy' },
  server: NODE_HTTP,
});

module.exports = {
  http: http.on(NODE),
  'http@24': http.on(NODE_24),
  'http@deno': http.on(DENO),
};
