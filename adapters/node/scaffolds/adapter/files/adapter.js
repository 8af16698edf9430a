'use strict';
// The {{language}} adapter of harness: starts {{language}} web frameworks.
//
// A framework is a folder in apps/ and a line in FRAMEWORKS; the first one is the default. What is written in JavaScript here is
// the adapter; the apps may be in any language.

const { HTTP, RUNTIME } = require('./apps/http/framework');
const { Server } = require('./sdk/server');

const FRAMEWORKS = {
  http: HTTP,
};

new Server('{{name}}', '1', RUNTIME, FRAMEWORKS).run();
