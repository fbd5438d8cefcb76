// Holds docs/wires.md against the contract: endpoints, constants and worked examples.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ABSENT, SAVE_WAYS } from '../harness/contract/act.ts';
import { chain, crc32, freeHigh, freeLow, mix32 } from '../harness/contract/digest.ts';
import {
  bytesOfNonce,
  masked,
  randomBytes,
  seedOfNonce,
  shuffled,
  splitMix32,
  writePayload,
} from '../harness/contract/payload.ts';
import {
  DATAGRAM_HEADER_BYTES,
  GREETING_BYTES,
  MARK,
  SHUTDOWN_WAYS,
} from '../harness/contract/peer-stimulus.ts';
import { ENDING_SIGNALS, MOST_BLOCKS, SIGNALS } from '../harness/contract/signal-plan.ts';
import { STIMULUS_WIRES } from '../harness/contract/stimulus-wire.ts';
import {
  END_PIPES,
  FROM_SIGNALLER,
  FROM_WRITER,
  TIMER_BYTES,
  TIMER_PIPES,
  TO_SIGNALLER,
  TO_WRITER,
  WRITER_FRAME_BYTES,
  WRITER_PATIENCE_MS,
} from '../harness/contract/witness.ts';

const page = readFileSync(new URL('wires.md', import.meta.url), 'utf8');

/** The rows of the table whose first heading this is, as cells. */
function table(heading: string): string[][] {
  const lines = page.split('\n');
  const at = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === heading);
  if (at < 0) throw new Error(`there is no table of ${heading}`);
  const length = lines.slice(at).findIndex((line) => !line.startsWith('|'));
  return lines.slice(at + 2, at + (length < 0 ? lines.length : length)).map(cellsOf);
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

const namesIn = (cell: string | undefined): string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const constants = (heading: string): Record<string, number> =>
  Object.fromEntries(table(heading).map(([name, value]) => [namesIn(name)[0] ?? '', Number(value)]));

test('every stimulus has a row with its endpoints, and a section', () => {
  const rows = Object.fromEntries(
    table('stimulus').map(([kind, offered, when, published, files]) => [
      namesIn(kind)[0] ?? '',
      {
        offered: namesIn(offered),
        when: namesIn(when)[0] ?? 'prepare',
        published: namesIn(published),
        files: namesIn(files),
      },
    ]),
  );
  expect(Object.keys(rows).toSorted()).toEqual(Object.keys(STIMULUS_WIRES).toSorted());
  for (const [kind, { offered, when, published, files }] of Object.entries(STIMULUS_WIRES)) {
    const row = rows[kind];
    expect([kind, row?.offered.toSorted()]).toEqual([kind, offered.toSorted()]);
    expect([kind, row?.when]).toEqual([kind, when]);
    expect([kind, row?.published]).toEqual([kind, published]);
    expect([kind, row?.files]).toEqual([kind, expect.arrayContaining([...files])]);
    if (kind !== 'none') expect(page).toMatch(new RegExp(`\\*\\*\`${kind}\`\\*\\*|Stimul.*\`${kind}\``));
  }
});

test('the constants of each wire are those of the contract', () => {
  expect(constants('to the writer')).toEqual(TO_WRITER);
  expect(constants('from the writer')).toEqual(FROM_WRITER);
  expect(constants('to the sender')).toEqual(TO_SIGNALLER);
  expect(constants('from the sender')).toEqual(FROM_SIGNALLER);
  expect(constants('byte')).toEqual(TIMER_BYTES);
});

test('pipes go by their names, and each byte through the right one', () => {
  const pipes = Object.fromEntries(
    table('byte').map(([name, , pipe]) => [namesIn(name)[0], namesIn(pipe)[0]]),
  );
  const { toWitness, fromWitness } = TIMER_PIPES;
  expect(pipes).toEqual({ ASK: toWitness, LET: fromWitness, HERE: toWitness, FIRED: toWitness });
  expect(STIMULUS_WIRES.timers.files).toEqual(Object.values(TIMER_PIPES));
  expect(STIMULUS_WIRES['half-close'].files).toEqual(Object.values(END_PIPES));
});

test('single numbers in the text are those of the contract', () => {
  const said = [
    `frames of\n${WRITER_FRAME_BYTES} bytes`,
    `Frames to it have ${WRITER_FRAME_BYTES} bytes`,
    `waits ${WRITER_PATIENCE_MS / 1000} seconds`,
    `\`ABSENT\` is ${ABSENT}`,
    `\`MARK\`, ${MARK}`,
    `fewer than ${DATAGRAM_HEADER_BYTES} bytes counts as empty`,
    `sends \`GREETING\` bytes, ${GREETING_BYTES}`,
    `this list: ${SIGNALS.join(', ')}.`,
    ENDING_SIGNALS.map((signal, place) => `${place}: ${signal}`).join(', '),
    `nine ways`,
    `two at most`,
  ];
  expect(said.filter((text) => !page.includes(text))).toEqual([]);
  expect([SAVE_WAYS.length, MOST_BLOCKS, SHUTDOWN_WAYS.length]).toEqual([9, 2, 4]);
  expect(table('key mod 4')).toHaveLength(SHUTDOWN_WAYS.length);
});

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const NONCE = '00112233445566ff';

test('the worked examples are what the contract computes', () => {
  const next = splitMix32(42);
  const payload = new Uint8Array(20);
  writePayload(payload, bytesOfNonce(NONCE), 5, 258);
  const computed = {
    'crc32("123456789")': crc32(text('123456789')),
    'crc32("6789", crc32("12345"))': crc32(text('6789'), crc32(text('12345'))),
    'sequence of (1, 0, 7), (2, 1, 4294967295)': chain(chain(0, 1, 0, 7), 2, 1, 4_294_967_295),
    'mix32(1)': mix32(1),
    'freeLow(1, 2, 3)': freeLow(1, 2, 3),
    'freeHigh(1, 2, 3)': freeHigh(1, 2, 3),
    'splitMix32 from 42': [next(), next(), next()].join(', '),
    'shuffle 0..7 with 42': shuffled([0, 1, 2, 3, 4, 5, 6, 7], splitMix32(42)).join(' '),
    [`seedOfNonce("${NONCE}")`]: seedOfNonce(NONCE),
    [`payload of 20 bytes, "${NONCE}", 5, 258`]: hexOf(payload),
    'randomBytes(6, 42)': hexOf(randomBytes(6, 42)),
    'mask of 000102030405 with 42': hexOf(masked(Buffer.from('000102030405', 'hex'), 42)),
  };
  const said = Object.fromEntries(table('formula').map(([name, result]) => [namesIn(name)[0] ?? '', result]));
  expect(said).toEqual(
    Object.fromEntries(Object.entries(computed).map(([name, value]) => [name, String(value)])),
  );
});

test('the formulas name the constants of the code', () => {
  const code = ['digest', 'payload'].map((name) =>
    readFileSync(new URL(`../harness/contract/${name}.ts`, import.meta.url), 'utf8'),
  );
  const [, formulas = ''] = page.split('# Formulas');
  const constantsIn = (from: string): string[] => [...new Set(from.match(/0x[0-9a-f]{8}/g) ?? [])].toSorted();
  expect(constantsIn(formulas)).toEqual(
    [...new Set([...constantsIn(code.join('\n')), '0xffffffff'])].toSorted(),
  );
});
