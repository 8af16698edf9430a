'use strict';
// Percentiles of what was counted in buckets.

/**
 * The value below which `percent` of 100 lie; undefined without a count.
 *
 * Bucket i holds values up to bounds[i]; the last one, with the bound Infinity, tells its lower one. Within a
 * bucket values are taken as evenly spread, so the error is less than the bucket is wide.
 */
function percentile(percent, bounds, counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = (total * percent) / 100;
  let below = 0;
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const lower = index === 0 ? 0 : bounds[index - 1];
      const upper = Number.isFinite(bounds[index]) ? bounds[index] : lower;
      return Math.round(lower + ((upper - lower) * (rank - below)) / count);
    }
    below += count;
  }
  return undefined;
}

module.exports = { percentile };
