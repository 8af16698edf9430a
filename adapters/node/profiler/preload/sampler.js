'use strict';
// Samples this thread when the adapter says so.

const net = require('node:net');
const { promisify } = require('node:util');
const { fold } = require('./fold');

/** Says hello to the adapter and does what it is asked; the connection does not keep the app alive. */
function connect(path) {
  const socket = net.connect(path).unref().setEncoding('utf8');
  const send = (message) => socket.write(JSON.stringify(message) + '\n');
  let pending = '';
  socket.on('error', () => {});
  socket.on('data', async (text) => {
    const lines = (pending + text).split('\n');
    pending = lines.pop();
    for (const line of lines) {
      send(await answer(JSON.parse(line)).catch(({ message }) => ({ problem: message })));
    }
  });
  send({ hello: { pid: process.pid } });
}

let session;
const post = (method, params) => promisify(session.post).call(session, method, params);

async function answer({ do: what, intervalNanoseconds }) {
  if (what === 'start') {
    const { Session } = require('node:inspector');
    session = new Session();
    session.connect();
    await post('Profiler.enable');
    await post('Profiler.setSamplingInterval', { interval: intervalNanoseconds / 1000 });
    await post('Profiler.start');
    return { profiler: `Node.js inspector ${process.versions.node}` };
  }
  const { profile } = await post('Profiler.stop');
  session.disconnect();
  return fold(profile);
}

module.exports = { connect };
