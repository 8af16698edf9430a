'use strict';

const { DENO } = require('../../runtimes/runtimes');
const { Framework } = require('../../sdk/framework');
const { DENO_SERVE } = require('../servers/servers');

const deno = new Framework({
  name: 'deno',
  words: 'no framework',
  folder: __dirname,
  main: 'main.mjs',
  packages: {},
  server: DENO_SERVE,
});

module.exports = { deno: deno.on(DENO) };
