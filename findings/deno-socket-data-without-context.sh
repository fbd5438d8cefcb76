#!/usr/bin/env bash
# Under Deno a `data`, `end` or `close` listener of a node:net socket finds no store of AsyncLocalStorage, while the callbacks of `connect` and
# `write` of the same socket find theirs. Node and Bun run all of them in the context in which the socket was connected.
#
# Why: what comes from a socket is called from Deno's copy of libuv's loop, where no context is set; for `connect` and `connection` the context is
# kept and set again by hand since https://github.com/denoland/deno/pull/35237. For `data` nobody does so; why `write` keeps it is not known.
# Loggers and tracers that keep the id of a request in AsyncLocalStorage lose it as soon as the answer comes. Bind the listener:
# `socket.on('data', AsyncResource.bind(listener))`, which the program below shows to help.
#
# Seen with Deno 2.9.6, against Node 20.20.2 and Bun 1.4.5 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @deno/linux-x64-glibc@2.9.6 @oven/bun-linux-x64@1.4.5
cat > "$folder/context.mjs" <<'JS'
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { connect, createServer } from 'node:net';

const storage = new AsyncLocalStorage();
const found = new Map();
const note = (name) => () => found.set(name, storage.getStore() ?? 'nothing');
const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1', () =>
  storage.run('request', () => {
    const client = connect(server.address().port, '127.0.0.1', note('connect'));
    client.write('x', () => {
      note('write')();
      client.end();
    });
    for (const name of ['data', 'end', 'close']) client.on(name, note(name));
    client.on('data', AsyncResource.bind(note('bound data')));
    client.on('close', () => {
      const order = ['connect', 'write', 'data', 'end', 'close', 'bound data'];
      console.log(order.map((name) => `${name}: ${found.get(name)}`).join(', '));
      server.close();
    });
  }),
);
JS
deno="$folder/node_modules/@deno/linux-x64-glibc/deno"
"$deno" --version | head -n 1
status=0
expect() {
  local store=$1 said
  shift
  said=$("${@}" "$folder/context.mjs")
  echo "$(basename "$1"): $said"
  [ "$said" = "connect: request, write: request, data: $store, end: $store, close: $store, bound data: request" ] || status=1
}
expect nothing "$deno" run -A
expect request node
expect request "$folder/node_modules/@oven/bun-linux-x64/bin/bun"
[ "$status" = 0 ] && echo 'As described: what comes from a socket has no context under Deno.' || echo 'The behaviour has changed.'
exit "$status"
