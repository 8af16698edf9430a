// The workload contract with Deno's own server, which `deno serve` starts for what is exported here.

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('../../runtimes/deno/node_path'); // before what Debian has
const { failure, parse } = require('../contract/json');
const { fields } = require('../contract/fields');
const { Refusal } = require('../contract/refusal');
const { Routes } = require('../contract/routes');

/** How many files and texts the form of a request has. */
async function counts(request) {
  const form = await request.formData().catch(({ message }) => {
    throw new Refusal(400, message);
  });
  const parts = [...form.values()];
  const files = parts.filter((part) => part instanceof File);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { files_received: files.length, fields_received: parts.length - files.length, total_bytes: bytes };
}

const routes = new Routes({
  body: async (request) => parse(await request.text()),
  multipart: counts,
  form: async (request) => fields(await request.text()),
  query: ({ url }) => fields(new URL(url).search),
  path: (request, texts) => texts,
});

async function answer(request) {
  try {
    const { pathname } = new URL(request.url);
    return { status: 200, body: JSON.stringify(await routes.answer(request.method, pathname, request)) };
  } catch (error) {
    return failure(error);
  }
}

export default {
  async fetch(request) {
    const { status, body } = await answer(request);
    return new Response(body, { status, headers: { 'content-type': 'application/json' } });
  },
};
