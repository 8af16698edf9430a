'use strict';
// The validated routes: JSON schemas compiled once by ajv, typed parameters by their rules.

const Ajv = require('ajv');
const express = require('express');
const { form, json, multipart } = require('./bodies');
const parameters = require('./parameters');
const catalogue = require(process.env.HARNESS_WORKLOADS);

const router = express.Router();
const ajv = new Ajv({ schemaId: 'auto', format: 'full' }); // the fast formats know no calendar
ajv.addSchema({ $id: 'workloads', definitions: catalogue.definitions });

const handlers = {
  body: ({ body }) => {
    const validate = ajv.compile({ $ref: `workloads${body.json.$ref}` });
    return [
      json,
      (request, response) => {
        if (!validate(request.body)) throw parameters.invalid(ajv.errorsText(validate.errors));
        response.json(request.body);
      },
    ];
  },
  multipart: ({ body }) => [
    multipart,
    (request, response) => {
      if (request.body.files_received < body.multipart.minFiles) throw parameters.invalid('the form has no file');
      response.json(request.body);
    },
  ],
  form: ({ body }) => [form, (request, response) => response.json(parameters.parseAll(body.form, request.body))],
  query: ({ query }) => [(request, response) => response.json(parameters.parseAll(query, request.query))],
  path: ({ parameters: rules }) => {
    const required = rules.map((rule) => ({ ...rule, required: true }));
    return [(request, response) => response.json(parameters.parseAll(required, request.params))];
  },
};

for (const endpoint of catalogue.endpoints) {
  const path = endpoint.path.replace(/\{(\w+)\}/g, ':$1');
  router[endpoint.method.toLowerCase()](path, ...handlers[endpoint.answer](endpoint));
}

module.exports = router;
