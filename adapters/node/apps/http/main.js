'use strict';
// The workload contract with node:http alone.

const events = require('../contract/events');
const { failure, parse } = require('../contract/json');
const { fields } = require('../contract/fields');
const multipart = require('../contract/multipart');
const { Routes } = require('../contract/routes');
const { Refusal } = require('../contract/refusal');

const MAXIMUM_BYTES = 2 * 2 ** 20;

async function text(request) {
  const pieces = [];
  let size = 0;
  for await (const piece of request) {
    size += piece.length;
    if (size <= MAXIMUM_BYTES) pieces.push(piece);
  }
  if (size > MAXIMUM_BYTES) throw new Refusal(413, 'the body is too large');
  return Buffer.concat(pieces).toString();
}

/** The text after the first question mark of a request's target. */
const search = ({ url }) => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

const routes = new Routes({
  body: async (request) => parse(await text(request)),
  multipart: multipart.count,
  form: async (request) => fields(await text(request)),
  query: (request) => fields(search(request)),
  path: (request, texts) => texts,
});

async function answer(request) {
  try {
    const [path] = request.url.split('?', 1);
    return { status: 200, body: JSON.stringify(await routes.answer(request.method, path, request)) };
  } catch (error) {
    return failure(error);
  }
}

module.exports = async (request, response) => {
  if (request.url.startsWith('/sse?')) return events.send(request, response, fields(search(request)));
  const { status, body } = await answer(request);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
};
