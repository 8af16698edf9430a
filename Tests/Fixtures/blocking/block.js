'use strict';
// Blocks the event loop for 50 ms, three times a second, and appends when it did to the file HARNESS_TRUTH.

const fs = require('node:fs');
const now = () => process.hrtime.bigint();

setInterval(() => {
  const begin = now();
  while (now() - begin < 50_000_000n);
  fs.appendFileSync(process.env.HARNESS_TRUTH, `stall ${begin} ${now() - begin}\n`);
}, 333).unref();
