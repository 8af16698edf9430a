'use strict';
// The workload contract with Express.

const express = require('express');

const app = express();
app.disable('x-powered-by');
app.set('query parser', 'simple');

app.get('/health', (request, response) => response.json({ status: 'ok' }));
app.use('/validated', require('./validated'));
app.use(require('./raw'));
app.use((request, response) => response.status(404).json({ error: 'not found' }));
// Express tells error handlers from others by their four parameters.
app.use((error, request, response, next) => {
  if (response.headersSent) return next(error);
  // A body can be nested more deeply than JSON.stringify can go.
  const status = error.status ?? (error instanceof RangeError ? 400 : 500);
  if (status >= 500) console.error(error);
  response.status(status).json({ error: error.message });
});

module.exports = app;
