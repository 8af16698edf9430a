'use strict';
// Metrics of an agent, made of its pages.

const tree = require('../sdk/process_tree');
const { percentile } = require('./percentile');

// How long after its end an event may be written: 80 ms, until the next tick, and what a collection takes to be told.
const EVENT_AGE_NANOSECONDS = 120e6;

/** A metric: how `initialize` describes it, its kind of page, and how pages of that kind make its value. */
class Metric {
  /** `value(pages)` is undefined when there is none since the last reading; `slot` is where pages have it, if they do. */
  constructor(kind, { name, unit, description, gauge = true, better = 'lower', slot }, value) {
    const page = slot === undefined ? undefined : { kind, slot, eventAgeNanoseconds: EVENT_AGE_NANOSECONDS };
    this.descriptor = { name, unit, kind: gauge ? 'gauge' : 'counter', better, description, page };
    Object.assign(this, { name, kind, value });
  }

  /** What makes metrics of a kind of page; a slot is where a page has their totals. */
  static of(kind) {
    return {
      /** The sum over all threads there have been. */
      total: (name, unit, description, slot, better) =>
        new Metric(kind, { name, unit, description, gauge: false, better, slot }, (pages) => sum(pages, slot)),

      /** The greatest value of all threads since the last reading. */
      maximum: (name, unit, description, slot) =>
        new Metric(kind, { name, unit, description }, (pages) =>
          Math.max(...pages.map((page) => page.maximum(slot)))),

      /** The sum of what the threads that are alive show. */
      gauge: (name, unit, description, slot, better) =>
        new Metric(kind, { name, unit, description, better, slot }, (pages) =>
          sum(pages.filter(({ thread }) => tree.alive(thread)), slot)),

      /**
       * A percentile of what all threads have counted in buckets since the last reading: their first slot,
       * their upper bounds, and the slot of the maximum, which no percentile exceeds.
       */
      percentile: (name, unit, description, { slot, bounds, longest }, percent) =>
        new Metric(kind, { name, unit, description }, (pages) => {
          const growth = (bucket) => pages.reduce((total, page) => total + page.growth(slot + bucket), 0);
          const found = percentile(percent, bounds, bounds.map((_, bucket) => growth(bucket)));
          const greatest = Math.max(...pages.map((page) => page.maximum(longest)));
          return greatest > 0 && found > greatest ? greatest : found;
        }),
    };
  }
}

function sum(pages, slot) {
  return pages.reduce((total, page) => total + page.total(slot), 0);
}

module.exports = { Metric };
