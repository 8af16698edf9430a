'use strict';
// Lines of JSON-RPC on a descriptor that stray output cannot reach.

const fs = require('node:fs');
const errors = require('./errors');

/** What a line may have without its end. */
const MAXIMUM_BYTES = 16 * 2 ** 20;
/** How many levels of arrays and objects it may have. */
const MAXIMUM_DEPTH = 512;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }); // a mark is no JSON

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

/** The message in a line of bytes; throws a ProtocolError when it is none. */
function parse(line) {
  const message = json(line);
  if (!isObject(message) || !['method', 'result', 'error'].some((name) => name in message)) {
    throw new errors.ProtocolError(errors.INVALID_REQUEST, 'the line is not a JSON-RPC message');
  }
  if ('method' in message) {
    if (typeof message.method !== 'string') {
      throw new errors.ProtocolError(errors.INVALID_REQUEST, 'the method is not a string');
    }
    if (!['string', 'number', 'undefined'].includes(typeof message.id) && message.id !== null) {
      throw new errors.ProtocolError(errors.INVALID_REQUEST, 'the id is no string, no number and not null');
    }
  }
  return message;
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function json(line) {
  try {
    if (line.length > MAXIMUM_BYTES) throw new RangeError(`it is longer than ${MAXIMUM_BYTES / 2 ** 20} MiB`);
    const value = JSON.parse(UTF8.decode(line));
    if (depth(value) > MAXIMUM_DEPTH) {
      throw new RangeError(`it has more than ${MAXIMUM_DEPTH} levels of arrays and objects`);
    }
    return value;
  } catch (error) {
    throw new errors.ProtocolError(errors.PARSE_ERROR, `the line is not JSON: ${error.message}`);
  }
}

function depth(value) {
  let levels = 0;
  const isLevel = (each) => typeof each === 'object' && each !== null;
  for (let level = [value].filter(isLevel); level.length > 0; levels++) {
    level = level.flatMap((each) => Object.values(each).filter(isLevel));
  }
  return levels;
}

/** The message as a line, its end included. */
function serialise(message) {
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
}

/**
 * Cuts a stream of bytes into lines, however the bytes arrive; empty lines are left out.
 *
 * A line that is too long is known by its length: of what is beyond the limit one byte is kept, or two.
 */
class LineFramer {
  #pieces = []; // joined only at the end of a line: a long one arrives in hundreds of pieces
  #size = 0;

  feed(bytes) {
    const lines = [];
    let rest = bytes;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      this.#keep(rest.subarray(0, end));
      const line = Buffer.concat(this.#pieces);
      lines.push(line.at(-1) === 13 ? line.subarray(0, -1) : line);
      [this.#pieces, this.#size] = [[], 0];
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
    return lines.filter((line) => line.length > 0);
  }

  #keep(bytes) {
    const piece = bytes.subarray(0, MAXIMUM_BYTES + 2 - this.#size);
    if (piece.length > 0) this.#pieces.push(piece);
    this.#size += piece.length;
  }
}

module.exports = { MAXIMUM_BYTES, claimStdout, parse, serialise, LineFramer };
