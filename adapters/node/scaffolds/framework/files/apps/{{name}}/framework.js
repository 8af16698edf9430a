'use strict';
// With the framework's own package: its `name`, the `module` that has its version, and as `packages` the modules that it
// needs, each with the Debian package that has it: { '{{name}}': 'node-{{name}}' }.

const { NODE } = require('../../runtimes/runtimes');
const { Framework } = require('../../sdk/framework');
const { NODE_HTTP } = require('../servers/servers');

const framework = new Framework({
  name: 'node:http',
  words: '{{name}}',
  folder: __dirname,
  packages: {},
  server: NODE_HTTP,
});

module.exports = {
  '{{name}}': framework.on(NODE),
};
