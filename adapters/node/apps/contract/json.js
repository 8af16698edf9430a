'use strict';
// Bodies of JSON.

const { Refusal } = require('./refusal');

/** The value that a text stands for. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, `the body is not JSON: ${error.message}`);
  }
}

/**
 * What answers an error: a refusal as it says, a value nested more deeply than JSON.stringify can go as one, and everything
 * else as a fault of ours.
 */
function failure(error) {
  const status = error.status ?? (error instanceof RangeError ? 400 : 500);
  if (status >= 500) console.error(error);
  return { status, body: JSON.stringify({ error: error.message }) };
}

module.exports = { failure, parse };
