#!/usr/bin/env bash
# `closeSync(1)` under Deno returns and a write to 1 fails with EBADF from then on, yet the standard output stays open: who reads it from outside
# sees its end only when the process exits. Under Node and Bun it is seen at once.
#
# Why: Deno keeps the three standard streams in statics that live as long as the process, and gives node:fs duplicates of them (ext/io/lib.rs);
# `closeSync` takes the entry out of a table of its own (https://github.com/denoland/deno/pull/33169), and no descriptor is closed: /proc shows both.
# A program that closes its output and goes on working in the background keeps its reader waiting. Exit, or let a child write the output.
#
# Seen with Deno 2.9.6, against Node 20.20.2 and Bun 1.4.5 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @deno/linux-x64-glibc@2.9.6 @oven/bun-linux-x64@1.4.5
cat > "$folder/child.mjs" <<'JS'
import { closeSync, fstatSync, readdirSync, readlinkSync, writeSync } from 'node:fs';

const links = () => readdirSync('/proc/self/fd').map((fd) => [fd, link(fd)]);
const link = (fd) => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
};
const output = link(1);
writeSync(1, 'all of it');
closeSync(1);
let after = 'works';
try {
  writeSync(1, 'more');
} catch (error) {
  after = error.code;
}
const left = links().filter(([, target]) => target === output).map(([fd]) => fd);
writeSync(2, `a write afterwards: ${after}, still open as: ${left.join(' ') || 'nothing'}\n`);
process.stdin.once('data', () => process.exit(0));
JS
cat > "$folder/parent.mjs" <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const child = spawn(process.argv[2], process.argv.slice(3));
const said = [];
let ended = false;
child.stdout.resume().once('end', () => {
  ended = true;
});
child.stderr.on('data', (data) => said.push(data));
// The child is there and has closed its output when it speaks; the end has two seconds more.
await once(child.stderr, 'data');
for (let turn = 0; turn < 100 && !ended; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
const seen = ended;
child.stdin.end('x');
await once(child, 'close');
console.log(`the end is ${seen ? 'seen' : 'not seen in 2 s'}; ${Buffer.concat(said).toString().trim()}`);
JS
deno="$folder/node_modules/@deno/linux-x64-glibc/deno"
"$deno" --version | head -n 1
status=0
expect() {
  local words=$1 said
  shift
  said=$(node "$folder/parent.mjs" "${@}" "$folder/child.mjs")
  echo "$(basename "$1"): $said"
  [[ "$said" = "$words"* ]] || status=1
}
expect 'the end is not seen in 2 s; a write afterwards: EBADF' "$deno" run -A
expect 'the end is seen; a write afterwards: EBADF, still open as: nothing' "$(command -v node)"
expect 'the end is seen; a write afterwards: EBADF, still open as: nothing' "$folder/node_modules/@oven/bun-linux-x64/bin/bun"
[ "$status" = 0 ] && echo 'As described: Deno keeps the output open.' || echo 'The behaviour has changed.'
exit "$status"
