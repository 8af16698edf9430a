'use strict';

const { NODE } = require('../../runtimes/runtimes');
const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const connect = new Framework({
  name: 'connect',
  words: 'Connect with body-parser, routed by hand',
  folder: __dirname,
  module: 'connect',
  packages: {
    connect: 'node-connect',
    'body-parser': 'node-body-parser',
    parseurl: 'node-parseurl',
    busboy: 'node-busboy',
  },
  server: NODE_HTTP,
});

module.exports = {
  connect: connect.on(NODE),
};
