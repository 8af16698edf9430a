'use strict';
// The raw routes: they answer without validating.

const express = require('express');
const { ENDPOINTS } = require('../contract/endpoint');
const { form, json, multipart } = require('./bodies');

const router = express.Router();
const echo = (request, response) => response.json(request.body);

router.post('/json/:size(small|medium|large|very-large)', json, echo);
router.post('/urlencoded/:size(simple|medium|complex)', form, echo);
router.post('/multipart/:size(small|medium|large)', multipart, echo);
router.get('/query/:size(few|medium|many)', (request, response) => response.json(request.query));
for (const endpoint of ENDPOINTS.filter(({ answer }) => answer === 'path')) {
  router.get(endpoint.route, (request, response) => response.json(endpoint.parameters(request.params)));
}

module.exports = router;
