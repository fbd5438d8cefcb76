// The runner's process: a session over stdin and stdout. It ends when stdin ends, even in the middle of a round.
import { writeSync } from 'node:fs';
import type { RunnerMessage } from '../../harness/contract/message.ts';
import { PRODUCT } from '../../harness/contract/product.ts';
import { startClock } from './clock.ts';
import { thisHost } from './host.ts';
import { splitLines } from './lines.ts';
import { MAX_LINE_BYTES } from './read-message.ts';
import { ServedSession } from './session.ts';
import { openForeignTokenFile, openTokenFile } from './token-file.ts';
import type { WorkloadCatalogue } from './workload-catalogue.ts';

/** Called once: the process belongs to the session. */
export function serve(catalogue: WorkloadCatalogue): void {
  const { id, name, version, loop, implementation, libc, filesAreShared } = thisHost();
  const tokens = filesAreShared ? openTokenFile() : openForeignTokenFile(libc);
  const isNode = id === 'node';
  const session = new ServedSession({
    clock: startClock(isNode ? {} : { shared: libc === null ? null : libc.monotonicNs }),
    catalogue,
    identity: {
      runner: { id, version: PRODUCT.version, homepage: '' },
      runtime: { name, version, loop, executable: process.execPath, implementation },
      capabilities: ['halt', ...(tokens === null ? [] : ['slices']), 'stalls', 'trail'],
    },
    tokens,
    reply,
  });
  process.on('uncaughtException', (error) => session.stray(error));
  process.on('unhandledRejection', (reason) => session.stray(reason));
  process.stdin.on(
    'data',
    splitLines((line) => session.receive(line)),
  );
  process.stdin.on('end', () => process.exit(0));
  process.stdin.on('error', () => process.exit(0));
}

/** One write a line: a reply is either whole or not there. */
function reply(message: RunnerMessage): void {
  writeWhole(1, Buffer.from(`${lineOf(message)}\n`));
}

function lineOf(message: RunnerMessage): string {
  const line = JSON.stringify(message);
  if (Buffer.byteLength(line) < MAX_LINE_BYTES) return line;
  const text = `a reply of ${line.length} characters is longer than a line may be`;
  return JSON.stringify({
    kind: 'failed',
    id: message.id,
    code: 'too-many-keys',
    message: text,
    definite: true,
  });
}

/** stdout may be a pipe that takes only a part, or for a moment nothing. */
function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) process.exit(0);
    }
  }
}
