'use strict';
// The workload contract with Connect: middlewares by the beginning of the path, and one that answers.

const bodyParser = require('body-parser');
const connect = require('connect');
const parseUrl = require('parseurl');
const events = require('../contract/events');
const { fields } = require('../contract/fields');
const { failure } = require('../contract/json');
const multipart = require('../contract/multipart');
const { Routes } = require('../contract/routes');

const PARSERS = {
  '/json': bodyParser.json({ limit: '2mb', strict: false }),
  '/urlencoded': bodyParser.urlencoded({ limit: '2mb', extended: false }),
  '/multipart': multipart.middleware,
};

const body = (request) => request.body;
const query = (request) => fields(parseUrl(request).query ?? '');
const routes = new Routes({
  body,
  multipart: body,
  form: body,
  query,
  path: (request, texts) => texts,
});

function send(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

const app = connect();
for (const [path, parser] of Object.entries(PARSERS)) {
  app.use(path, parser);
  app.use(`/validated${path}`, parser);
}
app.use((request, response, next) => {
  const { pathname } = parseUrl(request);
  if (pathname === '/sse') return events.send(request, response, query(request));
  routes.answer(request.method, pathname, request).then((value) => send(response, 200, JSON.stringify(value))).catch(next);
});
// Connect tells error handlers from others by their four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, body } = failure(error);
  send(response, status, body);
});

module.exports = app;
