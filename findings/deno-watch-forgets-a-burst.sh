#!/usr/bin/env bash
# When more than 1,024 notices come while a program under Deno is busy, `fs.watch` of node:fs tells the first one, then `change` with the name
# of the watched folder itself, and nothing else: what stood in the queue is thrown away, too. 1,000 files written in one turn are three
# notices each on Linux; the program hears of one of them. Under Node and Bun the same program hears of all.
#
# Why: Deno's own thread reads the notices of the system and puts them into a queue of 1,024 (runtime/ops/fs_events.rs; 16 before
# https://github.com/denoland/deno/pull/35122, and then without a word). When it has been full, `Deno.watchFs` gives one event with
# `flag: "rescan"` in the place of what was lost. node:fs has no such flag and makes a change of the folder out of it.
# Who watches a folder through node:fs under Deno (a bundler, a test runner) meets it at a checkout or an unpacking while the loop is busy. Take
# a notice with the name of the folder for "look at everything anew", or use `Deno.watchFs` and its flag.
#
# Seen with Deno 2.9.6, against Node 20.20.2 and Bun 1.4.5 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @deno/linux-x64-glibc@2.9.6 @oven/bun-linux-x64@1.4.5
cat > "$folder/burst.mjs" <<'JS'
import { mkdtempSync, watch, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const [count, root] = [Number(process.argv[2]), process.argv[3]];
const watched = mkdtempSync(join(root, 'watched-'));
const told = new Set();
const watcher = watch(watched, (_, name) => told.add(name));
await sleep(500);
for (let index = 0; index < count; index += 1) writeFileSync(join(watched, `file-${index}`), 'x');
// A notice that is still to come has all the time that a slow machine needs.
const end = Date.now() + 3000;
while (told.size < count && Date.now() < end) await sleep(20);
const files = [...told].filter((name) => name.startsWith('file-')).length;
console.log(`${count} files written, told of ${files}${told.has(basename(watched)) ? ', and of the folder' : ''}`);
watcher.close();
process.exit(0);
JS
deno="$folder/node_modules/@deno/linux-x64-glibc/deno"
bun="$folder/node_modules/@oven/bun-linux-x64/bin/bun"
"$deno" --version | head -n 1
status=0
expect() {
  local words=$1 said
  shift
  said=$("${@}" "$folder")
  echo "$(basename "$1"): $said"
  [ "$said" = "$words" ] || status=1
}
expect '200 files written, told of 200' "$deno" run -A "$folder/burst.mjs" 200
expect '1000 files written, told of 1, and of the folder' "$deno" run -A "$folder/burst.mjs" 1000
expect '1000 files written, told of 1000' node "$folder/burst.mjs" 1000
expect '1000 files written, told of 1000' "$bun" "$folder/burst.mjs" 1000
[ "$status" = 0 ] && echo 'As described: Deno forgets all but the first notice of a burst.' || echo 'The behaviour has changed.'
exit "$status"
