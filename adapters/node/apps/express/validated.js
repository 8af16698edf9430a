'use strict';
// The validated routes: JSON schemas, typed parameters by their rules.

const express = require('express');
const { ENDPOINTS } = require('../contract/endpoint');
const { form, json, multipart } = require('./bodies');

const router = express.Router();

const PARSERS = { body: [json], multipart: [multipart], form: [form], query: [], path: [] };
const GIVEN = { body: 'body', multipart: 'body', form: 'body', query: 'query', path: 'params' };

for (const endpoint of ENDPOINTS) {
  const { answer, method, route } = endpoint;
  router[method.toLowerCase()](route, ...PARSERS[answer], (request, response) => {
    response.json(endpoint.validate(request[GIVEN[answer]]));
  });
}

module.exports = router;
