'use strict';
// Parsers of request bodies, shared by the raw and the validated routes.

const busboy = require('busboy');
const express = require('express');
const { finished } = require('node:stream');

class BadRequest extends Error {
  status = 400;
}

const json = express.json({ limit: '2mb', strict: false });
const form = express.urlencoded({ limit: '2mb', extended: false });

/** Counts a multipart form into `request.body`. */
function multipart(request, response, next) {
  const counts = { files_received: 0, fields_received: 0, total_bytes: 0 };
  let parser;
  try {
    parser = busboy({ headers: request.headers });
  } catch (error) {
    return next(new BadRequest(error.message));
  }
  parser.on('file', (name, file) => {
    counts.files_received += 1;
    file.on('data', (bytes) => (counts.total_bytes += bytes.length));
    file.on('error', () => {}); // told by the parser's own error too
  });
  parser.on('field', () => (counts.fields_received += 1));
  request.body = counts;
  finished(parser, (error) => {
    if (!error) return next();
    request.resume(); // the connection's next request comes after the rest of this one
    next(new BadRequest(error.message));
  });
  request.pipe(parser);
}

module.exports = { BadRequest, form, json, multipart };
