'use strict';
// The raw routes: they answer without validating.

const express = require('express');
const { BadRequest, form, json, multipart } = require('./bodies');
const parameters = require('./parameters');

const router = express.Router();
const echo = (request, response) => response.json(request.body);
const echoPath = (request, response) => response.json(request.params);

/** The one parameter of a path, parsed. */
const typed = (name, type) => (request, response) => {
  const value = parameters.parse({ name, type }, request.params[name]);
  if (value === undefined) throw new BadRequest(`${name} is no ${type}`);
  response.json({ [name]: value });
};

router.post('/json/:size(small|medium|large|very-large)', json, echo);
router.post('/urlencoded/:size(simple|medium|complex)', form, echo);
router.post('/multipart/:size(small|medium|large)', multipart, echo);
router.get('/query/:size(few|medium|many)', (request, response) => response.json(request.query));
router.get('/path/simple/:id', echoPath);
router.get('/path/multiple/:user_id/:post_id', echoPath);
router.get('/path/deep/:org/:team/:project/:resource/:id', echoPath);
router.get('/path/int/:id', typed('id', 'integer'));
router.get('/path/uuid/:uuid', typed('uuid', 'uuid'));
router.get('/path/date/:date', typed('date', 'date'));

module.exports = router;
