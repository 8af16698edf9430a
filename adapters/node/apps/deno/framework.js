'use strict';

const { Framework } = require('../../sdk/framework');
const { DENO_SERVE } = require('../servers/servers');

const DENO_APP = new Framework({
  name: 'deno',
  words: 'no framework',
  folder: __dirname,
  main: 'main.mjs',
  packages: {},
  server: DENO_SERVE,
});

module.exports = { DENO_APP };
