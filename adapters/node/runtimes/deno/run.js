'use strict';
// Runs a program of Node.js in Deno: run.js PROGRAM …

require('./node_path');
require(process.argv[2]);
