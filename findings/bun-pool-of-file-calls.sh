#!/usr/bin/env bash
# On a machine with one or two processors the pool for the asynchronous calls of node:fs has two threads under Bun; Node has four anywhere. In a
# small container two calls that block (an `open` of a named pipe that nobody writes yet, a file on a slow mount) hold up every `readFile`.
#
# Why: libuv's default of 4 does not depend on the processors; by what rule Bun sizes its pool is not known (more than two processors were not
# tried). It honours `UV_THREADPOOL_SIZE`, as Node does: set it above the number of calls that may block at once.
#
# The program gives each runtime one processor (taskset), opens named pipes and looks after each whether a small file can still be read; at the end
# it writes to all pipes. Seen with Bun 1.4.5, against Node 20.20.2 (Linux 6.18, x64). Exits with 1 when any of this changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @oven/bun-linux-x64@1.4.5
cat > "$folder/pool.mjs" <<'JS'
import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdtemp, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const pipes = await mkdtemp(join(process.argv[2], 'pipes-'));
const blocked = [];
const reading = [];
const readsInTime = () => {
  const read = readFile(process.argv[1]).then(() => true);
  reading.push(read);
  return Promise.race([read, sleep(2000, false)]);
};
// A first call finds the pool as it is later, with all of its threads.
while (blocked.length < 16 && (await readsInTime())) {
  const path = join(pipes, String(blocked.length));
  execFileSync('mkfifo', [path]);
  blocked.push({ path, opened: open(path, 'r') });
  // The call has taken its thread before the next read is asked for.
  await sleep(200);
}
console.log(blocked.length);
for (const { path, opened } of blocked) {
  const writer = openSync(path, constants.O_RDWR);
  await (await opened).close();
  closeSync(writer);
}
await Promise.all(reading);
process.exit(0);
JS
bun="$folder/node_modules/@oven/bun-linux-x64/bin/bun"
processor=$(taskset -cp $$ | sed 's/.*: *//; s/[,-].*//')
status=0
expect() {
  local words=$1 said
  shift
  said=$(taskset -c "$processor" env "${@}" "$folder/pool.mjs" "$folder")
  echo "${*/#*\//}: $said calls that block hold up a read"
  [ "$said" = "$words" ] || status=1
}
echo "bun $("$bun" --version), node $(node --version)"
expect 2 "$bun"
expect 4 node
expect 6 UV_THREADPOOL_SIZE=6 "$bun"
expect 6 UV_THREADPOOL_SIZE=6 node
[ "$status" = 0 ] && echo 'As described: two threads under Bun, four under Node.' || echo 'The behaviour has changed.'
exit "$status"
