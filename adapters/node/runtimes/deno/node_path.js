'use strict';
// Lets Deno find Debian's modules as Node.js does, through NODE_PATH, which Deno does not know.

const Module = require('node:module');

const folders = (process.env.NODE_PATH ?? '').split(':').filter(Boolean);
const ofDeno = Module._nodeModulePaths;
Module._nodeModulePaths = (from) => [...ofDeno(from), ...folders];
