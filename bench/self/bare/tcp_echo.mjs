// io_fanout.tcp_echo, bare: a server and clients that iterate over their sockets. A client knows its replies by their length.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function open({ connections, messages, bytes, pipeline }, { nonce }) {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void echo(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { address: host, port } = server.address();

  const connected = async () => {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    return socket;
  };

  const exchange = async (socket, key) => {
    const closed = once(socket, 'close');
    const slots = Array.from({ length: pipeline }, () => template(nonce, key, bytes));
    let sent = 0;
    let answered = 0;
    let received = 0;
    const send = () => {
      const message = slots[sent % pipeline];
      message.writeUInt32LE(sent++, 12);
      socket.write(message);
    };
    while (sent < Math.min(messages, pipeline)) send();
    for await (const chunk of socket) {
      for (received += chunk.length; received >= bytes; received -= bytes) {
        answered++;
        if (sent < messages) send();
        else if (answered === messages) socket.end();
      }
    }
    await closed;
    return answered;
  };

  return {
    async round() {
      const sockets = await Promise.all(Array.from({ length: connections }, connected));
      const answered = await Promise.all(sockets.map(exchange));
      return answered.reduce((sum, count) => sum + count, 0);
    },
  };
}

async function echo(socket) {
  for await (const chunk of socket.iterator({ destroyOnReturn: false }))
    if (!socket.write(chunk)) await once(socket, 'drain');
  socket.end();
}

function template(nonce, key, bytes) {
  const message = Buffer.alloc(bytes, nonce, 'hex');
  message.writeUInt32LE(key, 8);
  return message;
}
