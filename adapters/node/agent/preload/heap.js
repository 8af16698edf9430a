'use strict';
// Shows how large this thread's heap is.

const { getHeapStatistics } = require('node:v8');
const { HEAP } = require('../slots');
const { Page } = require('./page');

class Heap {
  #page;

  constructor(folder) {
    this.#page = new Page(folder, 'heap');
    this.flush();
  }

  flush() {
    const statistics = getHeapStatistics();
    this.#page.set(HEAP.used, statistics.used_heap_size);
    this.#page.set(HEAP.total, statistics.total_heap_size);
    this.#page.set(HEAP.limit, statistics.heap_size_limit);
    this.#page.flush();
  }
}

module.exports = { Heap };
