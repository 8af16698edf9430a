'use strict';
// What Node.js is told by its environment.

/** NODE_OPTIONS that load a script before the app, besides those that are inherited. */
function requiring(script, inherited) {
  const quoted = `--require "${script.replace(/["\\]/g, '\\$&')}"`;
  return [quoted, inherited.NODE_OPTIONS].filter(Boolean).join(' ');
}

module.exports = { requiring };
