'use strict';
// The WebSockets of a server of node:http, which has none of its own: those at /ws send each message back.

const { WebSocketServer } = require('ws');

const MOST_BUFFERED_BYTES = 2 ** 20;

function echo(socket) {
  socket.on('error', () => {}); // a client that breaks the protocol has been told already
  socket.on('message', (data, binary) => {
    if (socket.bufferedAmount < MOST_BUFFERED_BYTES) return socket.send(data, { binary });
    socket.pause(); // until the client has read what there is
    socket.send(data, { binary }, () => socket.resume());
  });
}

/** Lets a server take them. */
function serve(server) {
  new WebSocketServer({ server, path: '/ws', perMessageDeflate: false }).on('connection', echo);
}

module.exports = { serve };
