'use strict';
// The routes of apps whose framework has no router.

const { ENDPOINTS } = require('./endpoint');
const { Refusal } = require('./refusal');

const HEALTH = { answer: () => ({ status: 'ok' }) };

/**
 * What answers which requests. A route's `answer(request, texts)` makes the answer of a request and its path's parameters;
 * `given` has, by an endpoint's kind of answer, what takes from them what the raw endpoint answers.
 */
class Routes {
  #fixed = new Map([['GET /health', HEALTH]]);
  #patterns = []; // of what has parameters in its path

  constructor(given) {
    for (const endpoint of ENDPOINTS) {
      const take = given[endpoint.answer];
      const path = (_, texts) => endpoint.parameters(texts);
      this.#add(endpoint, '', endpoint.answer === 'path' ? path : take);
      this.#add(endpoint, '/validated', async (...request) => endpoint.validate(await take(...request)));
    }
  }

  #add({ method, template }, prefix, answer) {
    const target = `${method} ${prefix}${template}`;
    if (!target.includes('{')) return this.#fixed.set(target, { answer });
    const pattern = new RegExp(`^${target.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    this.#patterns.push({ pattern, answer });
  }

  /** The answer to a request; throws a Refusal when it cannot be answered. */
  async answer(method, path, request) {
    const target = `${method === 'HEAD' ? 'GET' : method} ${path}`;
    const fixed = this.#fixed.get(target);
    if (fixed) return fixed.answer(request);
    for (const { pattern, answer } of this.#patterns) {
      const match = pattern.exec(target);
      if (match) return answer(request, decoded(match.groups));
    }
    throw new Refusal(404, 'not found');
  }
}

function decoded(texts) {
  try {
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new Refusal(400, 'the path cannot be decoded');
  }
}

module.exports = { Routes };
