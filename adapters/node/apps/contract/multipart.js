'use strict';
// Multipart forms, with busboy.

const busboy = require('busboy');
const { finished } = require('node:stream');
const { Refusal } = require('./refusal');

/** How many files and texts the form of a request of node:http has. */
function count(request) {
  return new Promise((resolve, reject) => {
    const counts = { files_received: 0, fields_received: 0, total_bytes: 0 };
    const parser = busboy({ headers: request.headers });
    parser.on('file', (name, file) => {
      counts.files_received += 1;
      file.on('data', (bytes) => (counts.total_bytes += bytes.length));
      file.on('error', () => {}); // told by the parser's own error too
    });
    parser.on('field', () => (counts.fields_received += 1));
    finished(parser, (error) => {
      if (!error) return resolve(counts);
      request.resume(); // the connection's next request comes after the rest of this one
      reject(error);
    });
    request.pipe(parser);
  }).catch(({ message }) => {
    throw new Refusal(400, message); // busboy's own when the form cannot be read, or is none
  });
}

/** Counts the form into `request.body`, for frameworks that are made of middlewares. */
function middleware(request, response, next) {
  count(request).then((counts) => {
    request.body = counts;
    next();
  }, next);
}

module.exports = { count, middleware };
