// For tests: the command in this process, with streams that remember. It sees no stdin and no signals; for those start the built one.
import { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { call } from '../call.ts';
import type { CliEnd } from './run-cli.ts';

export async function callCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliEnd> {
  const [stdout, stderr] = [remembering(), remembering()];
  const env = { NO_COLOR: '1', ...environment };
  const exitCode = await call(args, { stdout: stdout.stream, stderr: stderr.stream, env });
  return { exitCode, stdout: withoutLastEnd(stdout.text()), stderr: withoutLastEnd(stderr.text()) };
}

function remembering(): { readonly stream: WriteStream; text(): string } {
  let heard = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      heard += chunk.toString();
      done();
    },
  });
  const facts = { isTTY: false, columns: 80 };
  return { stream: Object.assign(stream, facts) as unknown as WriteStream, text: () => heard };
}

/** As it is left out of what a child process wrote. */
const withoutLastEnd = (text: string): string => text.replace(/\n$/, '');
