'use strict';
// Typed values in the texts of queries, forms and paths.

const { Refusal } = require('./refusal');

/** The date that an ISO text stands for; undefined when the calendar has none. */
function calendarDate(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

function dateTime(text) {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  if (calendarDate(text.slice(0, 10)) === undefined) return undefined;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

const BOOLEANS = new Map([['true', true], ['false', false]]);

const PARSERS = {
  string: (text) => text,
  enum: (text) => text,
  integer: (text) => (/^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  float: (text) => (/^-?\d+(\.\d+)?$/.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined),
  boolean: (text) => BOOLEANS.get(text),
  uuid: (text) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : undefined),
  date: calendarDate,
  datetime: dateTime,
};

/** The value that a text stands for; undefined when it breaks the parameter's rules. */
function parse(rule, text) {
  if (typeof text !== 'string') return undefined;
  const value = PARSERS[rule.type](text);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && (value < (rule.minimum ?? -Infinity) || value > (rule.maximum ?? Infinity))) return undefined;
  if (rule.type === 'string') {
    const length = [...value].length;
    if (length < (rule.minLength ?? 0) || length > (rule.maxLength ?? Infinity)) return undefined;
    if (rule.pattern && !new RegExp(rule.pattern).test(value)) return undefined;
  }
  return rule.values && !rule.values.includes(value) ? undefined : value;
}

/** Typed values of all parameters given; throws a Refusal that names what is wrong. */
function parseAll(rules, given) {
  const answer = {};
  for (const rule of rules) {
    const texts = given[rule.name];
    if (texts === undefined) {
      if (rule.required) throw new Refusal(422, `${rule.name} is missing`);
      continue;
    }
    const value = rule.array ? [].concat(texts).map((text) => parse(rule, text)) : parse(rule, texts);
    const isWrong = value === undefined || (rule.array && value.includes(undefined));
    if (isWrong) throw new Refusal(422, `${rule.name} is not valid`);
    answer[rule.name] = value;
  }
  return answer;
}

module.exports = { parse, parseAll };
