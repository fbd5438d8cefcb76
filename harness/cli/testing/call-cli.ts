// For tests: the command in this process, with streams that remember. It sees no stdin and no signals; for those start the built one.
import { call } from '../call.ts';
import { remembering, withoutLastEnd } from './remembering.ts';
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
