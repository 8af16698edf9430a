'use strict';
// Parsers of request bodies, shared by the raw and the validated routes.

const express = require('express');
const { middleware: multipart } = require('../contract/multipart');

const json = express.json({ limit: '2mb', strict: false });
const form = express.urlencoded({ limit: '2mb', extended: false });

module.exports = { form, json, multipart };
