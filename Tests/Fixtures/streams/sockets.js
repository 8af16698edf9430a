// WebSockets of a second library that is not ours: /echo sends back what comes, /push sends a message every 10 ms, /fragments sends back in pieces
// with a ping between them, /close/N closes with that code after the first message.
'use strict';

const { createServer } = require('node:http');
const { WebSocketServer } = require('/usr/share/nodejs/ws');

const server = createServer((request, response) => response.writeHead(426).end());
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 0 });

sockets.on('connection', (socket, { url }) => {
  socket.on('error', () => {});
  if (url === '/push') {
    const timer = setInterval(() => socket.send('tick'), 10);
    socket.on('close', () => clearInterval(timer));
  }
  socket.on('message', (data, binary) => {
    if (url === '/fragments') {
      const middle = data.length >> 1;
      socket.send(data.subarray(0, middle), { binary, fin: false });
      socket.ping();
      socket.send(data.subarray(middle), { binary, fin: true });
    } else if (url.startsWith('/close/')) {
      socket.close(Number(url.split('/').pop()), 'enough');
    } else {
      socket.send(data, { binary });
    }
  });
});

server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
