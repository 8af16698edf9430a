'use strict';

/** Why a request is answered with 400, 413 or 422. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

module.exports = { Refusal };
