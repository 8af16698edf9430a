'use strict';
// Parsers of request bodies, shared by the raw and the validated routes.

const express = require('express');
const { count } = require('../contract/multipart');

const json = express.json({ limit: '2mb', strict: false });
const form = express.urlencoded({ limit: '2mb', extended: false });

/** Counts a multipart form into `request.body`. */
function multipart(request, response, next) {
  count(request).then((counts) => {
    request.body = counts;
    next();
  }, next);
}

module.exports = { form, json, multipart };
