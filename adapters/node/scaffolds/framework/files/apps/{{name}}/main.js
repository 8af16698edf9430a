'use strict';
// The workload contract with {{name}}: /health and json-small, still without it.
//
// What is exported is a listener to requests of node:http, which most frameworks have.

const { text } = require('node:stream/consumers');
const { failure, parse } = require('../contract/json');
const { Refusal } = require('../contract/refusal');

const routes = new Map([
  ['GET /health', async () => ({ status: 'ok' })],
  ['POST /json/small', async (request) => parse(await text(request))],
]);

async function answer(request) {
  try {
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const [path] = request.url.split('?', 1);
    const route = routes.get(`${method} ${path}`);
    if (!route) throw new Refusal(404, 'not found');
    return { status: 200, body: JSON.stringify(await route(request)) };
  } catch (error) {
    return failure(error);
  }
}

module.exports = async (request, response) => {
  const { status, body } = await answer(request);
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
};
