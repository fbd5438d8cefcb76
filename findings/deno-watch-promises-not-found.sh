#!/usr/bin/env bash
# `watch` of node:fs/promises under Deno rejects for a path that does not exist with an error that has no `code`: a program that waits for a file
# to appear (`if (error.code === 'ENOENT') ..`) takes it for an unknown error. `fs.watch` of node:fs and `readFile` of node:fs/promises, in the
# same process, give ENOENT, as Node and Bun do in all three cases.
#
# Why: the asynchronous iterator hands on what `Deno.watchFs` throws, a `Deno.errors.NotFound`, which knows nothing of error codes; the other
# calls turn what Deno throws into an error of Node's kind.
# Whoever arms a watch anew after a file was deleted meets it. Look at `error.name === 'NotFound'`, too, or call `stat` first.
#
# Seen with Deno 2.9.6, against Node 20.20.2 and Bun 1.4.5 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @deno/linux-x64-glibc@2.9.6 @oven/bun-linux-x64@1.4.5
cat > "$folder/missing.mjs" <<'JS'
import * as fs from 'node:fs';
import { readFile, watch } from 'node:fs/promises';

const missing = `${process.argv[2]}/not/there`;
const failures = {
  'fs/promises.watch': () => watch(missing)[Symbol.asyncIterator]().next(),
  'fs.watch': () => new Promise((_, reject) => fs.watch(missing).on('error', reject)),
  'fs/promises.readFile': () => readFile(missing),
};
const said = [];
for (const [name, fail] of Object.entries(failures))
  await (async () => fail())().catch((error) => said.push(`${name}: ${error.name} ${error.code}`));
console.log(said.join(', '));
JS
deno="$folder/node_modules/@deno/linux-x64-glibc/deno"
"$deno" --version | head -n 1
status=0
expect() {
  local words=$1 said
  shift
  said=$("${@}" "$folder/missing.mjs" "$folder")
  echo "$(basename "$1"): $said"
  [ "$said" = "fs/promises.watch: $words, fs.watch: Error ENOENT, fs/promises.readFile: Error ENOENT" ] || status=1
}
expect 'NotFound undefined' "$deno" run -A
expect 'Error ENOENT' node
expect 'Error ENOENT' "$folder/node_modules/@oven/bun-linux-x64/bin/bun"
[ "$status" = 0 ] && echo 'As described: one of the three has no code under Deno.' || echo 'The behaviour has changed.'
exit "$status"
