// What both scenarios of file_watch have in common, bare: notices are followed by a read, and what a file now holds goes to the writer.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile, watch } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

const FRAME_BYTES = 12;
const STATE = 2;

/** `send(kind, a, b)`, and the frames of the writer as an async iterator. */
export async function openWatching(names, { directory, endpoint: { host, port } }) {
  const writer = connect({ host, port, noDelay: true });
  await once(writer, 'connect');
  const send = (kind, a, b) => writer.write(frame(kind, a, b));
  const files = new Map(
    names.map((name, key) => {
      const path = join(directory, name);
      return [name, { key, path, digest: crc32(readFileSync(path)), reading: false, again: false }];
    }),
  );
  void follow(files, directory, send);
  return { send, answers: framesOf(writer) };
}

async function follow(files, directory, send) {
  for await (const { filename } of watch(directory)) {
    const file = files.get(filename);
    if (file !== undefined) void examine(file, send);
  }
}

/** One read of a file at a time, so that an older content never overtakes a newer one. */
async function examine(file, send) {
  file.again = file.reading;
  if (file.reading) return;
  file.reading = true;
  do {
    file.again = false;
    const digest = crc32(await readFile(file.path));
    if (digest !== file.digest) send(STATE, file.key, (file.digest = digest));
  } while (file.again);
  file.reading = false;
}

async function* framesOf(writer) {
  let rest = Buffer.alloc(0);
  for await (const bytes of writer) {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      yield { kind: all.readUInt32LE(at), a: all.readUInt32LE(at + 4) };
    rest = all.subarray(whole);
  }
}

function frame(kind, a, b) {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
