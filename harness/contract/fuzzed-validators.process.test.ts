// The schema of the harness, the reader of one runner and that of the other accept and refuse the same documents.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { afterAll, expect, test } from 'vitest';
import { readMessage } from '../../runners/node/read-message.ts';
import { fuzzedJson, fuzzSettings, fuzzTimeoutMs, mostMemory, tries } from '../testing/fuzzed-json.ts';
import { HarnessMessage } from './message.ts';

const { harness } = JSON.parse(
  readFileSync(new URL('./fixtures/messages.json', import.meta.url), 'utf8'),
) as {
  readonly harness: readonly { readonly valid: boolean; readonly message?: unknown }[];
};
/** Sound ones: what is changed of them is often still accepted, which says more. */
const MESSAGES = harness.flatMap(({ valid, message }) => (valid && message !== undefined ? [message] : []));
const schema = Compile(HarnessMessage);
const COUNT = tries(2000, 10);
const A_BATCH = 400;
const tally = { accepted: 0, refused: 0 };

/** Lines in base64, so that none of them can be two; answers one digit each. */
const READER = `
import base64, sys
from evenloop_runner.parse_message import BadMessageError, parse_message
for line in sys.stdin.buffer:
    try:
        parse_message(base64.b64decode(line))
        print(1, end='')
    except BadMessageError:
        print(0, end='')
`;

function readElsewhere(lines: readonly string[]): readonly boolean[] {
  const { stdout, stderr, status } = spawnSync('python3', ['-B', '-c', READER], {
    input: lines.map((line) => `${Buffer.from(line).toString('base64')}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    env: { ...process.env, PYTHONPATH: fileURLToPath(new URL('../../runners/python', import.meta.url)) },
  });
  if (status !== 0) throw new Error(stderr);
  return Array.from(stdout, (digit) => digit === '1');
}

function fits(line: string): boolean {
  try {
    return schema.Check(JSON.parse(line));
  } catch {
    return false;
  }
}

test('all three agree on every document', { timeout: fuzzTimeoutMs(COUNT) }, () => {
  const batch = Math.min(COUNT, A_BATCH);
  const lines = fc.array(fuzzedJson(MESSAGES), { minLength: batch, maxLength: batch, size: 'max' });
  const disagreements: string[] = [];
  fc.assert(
    fc.property(lines, (texts) => {
      // Both sides read UTF-8: half a surrogate pair that is not escaped is none.
      const sent = texts.map((text) => Buffer.from(text).toString());
      const elsewhere = readElsewhere(sent);
      expect(elsewhere).toHaveLength(sent.length);
      for (const [i, line] of sent.entries()) {
        const verdicts = [fits(line), readMessage(line).ok, elsewhere[i]];
        if (verdicts[0] === true) tally.accepted++;
        else tally.refused++;
        if (new Set(verdicts).size > 1) disagreements.push(`${verdicts.join(' ')}: ${line.slice(0, 2000)}`);
      }
    }),
    // A batch that disagrees is told as it is: making it smaller would take as many processes.
    { ...fuzzSettings(Math.ceil(COUNT / batch)), endOnFailure: true },
  );
  expect(disagreements.slice(0, 5)).toEqual([]);
  expect(Math.min(tally.accepted, tally.refused)).toBeGreaterThan(0);
});

afterAll(() => {
  if (COUNT > 2000)
    process.stderr.write(`validators: ${JSON.stringify(tally)}, at most ${mostMemory().toFixed(0)} MiB\n`);
});
