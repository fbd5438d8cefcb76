#!/usr/bin/env bash
# Under Bun a socket of node:net emits `end` when the program itself destroys it: first `end`, then `close`, and `readableEnded` is true. The peer
# has ended nothing. Under Node and Deno only `close` comes, and `readableEnded` stays false.
#
# Why: the handler of a native close pushes an end into the stream whoever closed, because one real end of the peer arrives in that way
# (https://github.com/oven-sh/bun/pull/33256, closed without a merge).
# A protocol whose messages last until the end of the connection takes a message that was cut off by its own time limit for a whole one. Ask
# `socket.destroyed` in the listener of `end`: it is true there, as the program shows.
#
# Seen with Bun 1.4.5, against Node 20.20.2 and Deno 2.9.6 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @deno/linux-x64-glibc@2.9.6 @oven/bun-linux-x64@1.4.5
cat > "$folder/destroy.mjs" <<'JS'
import { connect, createServer } from 'node:net';

const said = [];
const server = createServer((socket) => socket.on('error', () => {}).write('half of a mess'));
server.listen(0, '127.0.0.1', () => {
  const client = connect(server.address().port, '127.0.0.1');
  client.once('data', () => client.destroy());
  client.on('end', () => said.push(`end (destroyed: ${client.destroyed})`));
  client.on('close', () => {
    console.log([...said, `close, readableEnded: ${client.readableEnded}`].join(', '));
    server.close();
  });
});
JS
bun="$folder/node_modules/@oven/bun-linux-x64/bin/bun"
echo "bun $("$bun" --version)"
status=0
expect() {
  local words=$1 said
  shift
  said=$("${@}" "$folder/destroy.mjs")
  echo "$(basename "$1"): $said"
  [ "$said" = "$words" ] || status=1
}
expect 'end (destroyed: true), close, readableEnded: true' "$bun"
expect 'close, readableEnded: false' node
expect 'close, readableEnded: false' "$folder/node_modules/@deno/linux-x64-glibc/deno" run -A
[ "$status" = 0 ] && echo 'As described: Bun tells an end that nobody sent.' || echo 'The behaviour has changed.'
exit "$status"
