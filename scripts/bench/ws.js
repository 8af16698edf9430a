// Sends WebSocket messages and waits for each to come back, with Node.js's ws: ws.js URL CONNECTIONS SECONDS BYTES
const WebSocket = require("/usr/share/nodejs/ws");
const [url, connections, seconds, bytes] = process.argv.slice(2);
const message = Buffer.alloc(Number(bytes), "x");
for (let number = 0; number < Number(connections); number++) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on("open", () => socket.send(message, { binary: true }));
  socket.on("message", () => socket.send(message, { binary: true }));
}
setTimeout(() => process.exit(0), 1000 * Number(seconds));
