'use strict';
// V8's tree of calls as folded stacks.

/** A path from the module that has the file on; elsewhere the file with its folder. */
function short(url) {
  const [, ofModule] = /^.*\/(?:node_modules|nodejs)\/(.+)$/.exec(url) ?? [];
  return ofModule ?? url.replace(/^(?:file:\/\/)?\/.*\/([^/]+\/[^/]+)$/, '$1');
}

function frame({ functionName, url }) {
  const name = functionName || '(anonymous)';
  return (url === '' ? name : `${name} (${short(url)})`).replace(/[;\r\n]/g, ',');
}

/**
 * Microseconds by stack, the outermost frame first, and the number of samples in them.
 *
 * A sample stands for the time until the next one. What the thread waited, `(idle)`, is left out.
 */
function fold({ nodes, samples, timeDeltas, startTime, endTime }) {
  const stacks = new Map();
  const [root] = nodes;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visit = (node, stack) => {
    stacks.set(node.id, stack);
    for (const child of node.children ?? []) {
      const called = byId.get(child);
      visit(called, `${stack}${stack && ';'}${frame(called.callFrame)}`);
    }
  };
  visit(root, '');

  const weights = {};
  let count = 0;
  const lasted = timeDeltas.slice(1);
  lasted.push(endTime - timeDeltas.reduce((time, delta) => time + delta, startTime));
  samples.forEach((id, index) => {
    const stack = stacks.get(id);
    if (lasted[index] <= 0 || stack === '' || stack === '(idle)') return;
    weights[stack] = (weights[stack] ?? 0) + lasted[index];
    count += 1;
  });
  return { stacks: weights, samples: count, lost: 0 };
}

module.exports = { fold };
