'use strict';
// What the contract says of the endpoints.

const Ajv = require('ajv');
const { Refusal } = require('./refusal');
const parameters = require('./parameters');

const CATALOGUE = require(process.env.HARNESS_WORKLOADS);

const ajv = new Ajv({ schemaId: 'auto', format: 'full' }); // the fast formats know no calendar
ajv.addSchema({ $id: 'workloads', definitions: CATALOGUE.definitions });

/** Where an endpoint is, what it answers, and what it refuses when it validates. */
class Endpoint {
  #described;
  #rules; // of its parameters, which are in its form, its query or its path
  #schema; // compiled once

  constructor(described) {
    this.#described = described;
    this.answer = described.answer; // body, multipart, form, query or path
    this.method = described.method;
    this.template = described.path; // /path/int/{id}
    const { body, query, parameters: path } = described;
    this.#rules = body?.form ?? query ?? path?.map((rule) => ({ ...rule, required: true })); // a path's are always there
    const json = body?.json;
    if (json) this.#schema = ajv.compile({ $ref: `workloads${json.$ref}` });
  }

  /** The path as most routers have it: /path/int/:id. */
  get route() {
    return this.template.replace(/\{(\w+)\}/g, ':$1');
  }

  /** A path's parameters as the raw endpoint answers them: texts, or of their types. */
  parameters(texts) {
    if (!this.#described.typed) return texts;
    const values = this.#rules.map(({ name, type }) => [name, parameters.parse({ type }, texts[name])]);
    const [wrong] = values.find(([, value]) => value === undefined) ?? [];
    if (wrong) throw new Refusal(400, `${wrong} is of another type`);
    return Object.fromEntries(values);
  }

  /** The validated endpoint's answer to what the raw one would answer; throws a Refusal. */
  validate(value) {
    if (this.answer === 'body') this.#checkSchema(value);
    else if (this.answer === 'multipart') this.#checkFiles(value);
    else return parameters.parseAll(this.#rules, value);
    return value;
  }

  #checkSchema(value) {
    if (!this.#schema(value)) throw new Refusal(422, ajv.errorsText(this.#schema.errors));
  }

  #checkFiles({ files_received: files }) {
    if (files < this.#described.body.multipart.minFiles) throw new Refusal(422, 'the form has no file');
  }
}

const ENDPOINTS = CATALOGUE.endpoints.map((described) => new Endpoint(described));

module.exports = { ENDPOINTS };
