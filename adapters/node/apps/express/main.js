'use strict';
// The workload contract with Express.

const express = require('express');
const events = require('../contract/events');
const { failure } = require('../contract/json');

const app = express();
app.disable('x-powered-by');
app.set('query parser', 'simple');

app.get('/health', (request, response) => response.json({ status: 'ok' }));
app.use('/validated', require('./validated'));
app.use(require('./raw'));
app.get('/sse', (request, response) => events.send(request, response, request.query));
app.use((request, response) => response.status(404).json({ error: 'not found' }));
// Express tells error handlers from others by their four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  const { status, body } = failure(error);
  response.status(status).type('json').send(body);
});

module.exports = app;
