'use strict';
// Lines of JSON-RPC on a descriptor that stray output cannot reach.

const fs = require('node:fs');
const errors = require('./errors');

/**
 * Returns a function that writes messages to what was standard output; prints go to standard error.
 *
 * Node cannot duplicate descriptors, so the script `adapter` starts it with the wire on descriptor 3 and
 * descriptor 1 on standard error (rule T2).
 */
function claimStdout(descriptor = 3) {
  return (message) => {
    const bytes = serialise(message);
    for (let written = 0; written < bytes.length; ) {
      try {
        written += fs.writeSync(descriptor, bytes, written);
      } catch (error) {
        if (error.code === 'EPIPE') return; // the host is gone; the end of our input says so too
        if (error.code !== 'EAGAIN') throw error;
      }
    }
  };
}

/** The message in a line; throws a ProtocolError when it is none. */
function parse(line) {
  let message;
  try {
    message = JSON.parse(line);
  } catch (error) {
    throw new errors.ProtocolError(errors.PARSE_ERROR, `the line is not JSON: ${error.message}`);
  }
  const isObject = typeof message === 'object' && message !== null && !Array.isArray(message);
  if (!isObject || !['method', 'result', 'error'].some((name) => name in message)) {
    throw new errors.ProtocolError(errors.INVALID_REQUEST, 'the line is not a JSON-RPC message');
  }
  if ('method' in message && typeof message.method !== 'string') {
    throw new errors.ProtocolError(errors.INVALID_REQUEST, 'the method is not a string');
  }
  return message;
}

/** The message as a line, its end included. */
function serialise(message) {
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
}

/** Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out. */
class LineFramer {
  #pending = []; // joined only at the end of a line: a long one arrives in hundreds of pieces

  feed(bytes) {
    const lines = [];
    let rest = bytes;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...this.#pending, rest.subarray(0, end)]).toString().replace(/\r$/, '');
      this.#pending = [];
      rest = rest.subarray(end + 1);
      if (line !== '') lines.push(line);
    }
    if (rest.length > 0) this.#pending.push(rest);
    return lines;
  }
}

module.exports = { claimStdout, parse, serialise, LineFramer };
