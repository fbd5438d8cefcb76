// The lines of `contract/fixtures/messages.json`, and some that no fixture can hold: which are messages, and in which order they are answered.
import fixture from '../../contract/fixtures/messages.json' with { type: 'json' };
import { MAX_LINE_BYTES } from '../../contract/message.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import { HELLO, PlayEnded, breachOf, fits, hold } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Answer, Dialogue, Loose } from '../dialogue.ts';
import { hasCapability } from './play.ts';
import type { Play } from './play.ts';

interface Entry {
  readonly name: string;
  readonly valid: boolean;
  readonly why: string;
  readonly message?: unknown;
  readonly line?: string;
}
const ENTRIES: readonly Entry[] = fixture.harness;

/** Enough to show what is wrong; a runner that answers nothing costs its time limit each time. */
const MOST_BREACHES = 3;

const GREETINGS = (): readonly Entry[] => ENTRIES.filter((entry) => entry.valid && kindOf(entry) === 'hello');

export const messages: readonly Play[] = [
  {
    title: 'messages that come before `hello`',
    clauses: ['C103', 'C204'],
    perform: (bench, ready) => bench.withRunner((runner) => beforeHello(bench, runner, ready)),
  },
  {
    title: 'valid greetings',
    clauses: ['C101', 'C103'],
    async perform(bench) {
      for (const hello of GREETINGS()) await bench.withRunner((runner) => greet(bench, runner, hello));
    },
  },
  {
    title: 'lines that are no messages',
    clauses: ['C102'],
    perform: (bench) => bench.withGreeted((runner) => invalidLines(bench, runner)),
  },
  {
    title: 'a line of 1 MiB',
    clauses: ['C104'],
    perform: (bench) => bench.withGreeted((runner) => longLine(bench, runner)),
  },
  {
    title: 'lines that come all at once',
    clauses: ['C105'],
    perform: (bench) => bench.withGreeted((runner) => allAtOnce(bench, runner)),
  },
];

const kindOf = ({ message, line }: Entry): unknown =>
  (JSON.parse(line ?? JSON.stringify(message)) as Loose)['kind'];
const lineOf = ({ message, line }: Entry): string => line ?? JSON.stringify(message);
const REFUSED = { kind: 'refused', id: null, code: 'bad-message' };
const CAPABILITIES: Readonly<Record<string, string>> = { slices: 'slices', halt: 'halt' };

/** Each of them is a message, and comes too early. */
async function beforeHello(bench: Bench, runner: Dialogue, ready: ReadyMessage): Promise<void> {
  for (const entry of ENTRIES.filter((each) => each.valid && kindOf(each) !== 'hello')) {
    const capability = CAPABILITIES[String(kindOf(entry))];
    if (capability !== undefined && !hasCapability(ready, capability)) continue;
    const line = lineOf(entry);
    const { id } = JSON.parse(line) as Loose;
    const answer = await runner.ask(line, bench.limits.startMs);
    if (taken(bench, runner, answer, entry))
      hold(bench, 'C204', runner, answer, {
        what: `Before \`hello\`, ${entry.name} was sent`,
        wanted: { kind: 'refused', id, code: 'bad-state' },
      });
    goOn(bench, answer, 'C103', 'C204');
  }
}

async function greet(bench: Bench, runner: Dialogue, entry: Entry): Promise<void> {
  const answer = await runner.ask(lineOf(entry), bench.limits.startMs);
  if (!hasUnknownField(entry)) return void taken(bench, runner, answer, entry);
  hold(bench, 'C101', runner, answer, { what: `A ${entry.name} was sent`, wanted: { kind: 'ready' } });
}

const hasUnknownField = ({ message }: Entry): boolean => 'colour' in Object(message);

/** Whether a valid message was taken as one, whatever was made of it. */
function taken(bench: Bench, runner: Dialogue, answer: Answer, { name, why }: Entry): boolean {
  const isRefused = fits(answer, { kind: 'refused', code: 'bad-message' });
  if (answer.kind === 'message' && !isRefused) {
    bench.verdicts.kept('C103');
    return true;
  }
  const question = { what: `Valid: ${name} (${why})`, wanted: { kind: 'any but `bad-message`' } };
  bench.verdicts.broken('C103', breachOf(runner, answer, question));
  return false;
}

async function invalidLines(bench: Bench, runner: Dialogue): Promise<void> {
  const lines: readonly (readonly [string, string | Uint8Array])[] = [
    ...ENTRIES.filter(({ valid }) => !valid).map(
      (entry) => [`${entry.name} (${entry.why})`, lineOf(entry)] as const,
    ),
    ['bytes that are not UTF-8', Buffer.from('{"kind":"clock","id":1,"x":"\u00ff"}\n', 'latin1')],
  ];
  for (const [name, line] of lines) {
    const answer = await runner.ask(line, bench.limits.answerMs);
    hold(bench, 'C102', runner, answer, { what: `Not a message: ${name}`, wanted: REFUSED });
    goOn(bench, answer, 'C102');
  }
}

/** With its newline it is as long as a line may be; JSON allows blanks. */
async function longLine(bench: Bench, runner: Dialogue): Promise<void> {
  const line = JSON.stringify({ kind: 'clock', id: 7 }).padEnd(MAX_LINE_BYTES - 1);
  const answer = await runner.ask(line, bench.limits.answerMs);
  const what = `A \`clock\` with blanks behind it, ${MAX_LINE_BYTES} bytes in all, was sent`;
  hold(bench, 'C104', runner, answer, { what, wanted: { kind: 'clock', id: 7 } });
}

async function allAtOnce(bench: Bench, runner: Dialogue): Promise<void> {
  const lines = [
    { kind: 'clock', id: 21 },
    'nonsense',
    HELLO,
    { kind: 'finish', id: 23 },
    { kind: 'clock', id: 24 },
  ];
  const wanted: readonly Loose[] = [
    { kind: 'clock', id: 21 },
    REFUSED,
    { kind: 'refused', id: HELLO.id },
    { kind: 'refused', id: 23 },
    { kind: 'clock', id: 24 },
  ];
  const asText = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  runner.tell(Buffer.from(`${asText.join('\n')}\n`));
  for (const [i, one] of wanted.entries()) {
    const answer = await runner.next(bench.limits.answerMs);
    const what = `Five lines were sent at once, and this is the reply to number ${i + 1}`;
    if (!hold(bench, 'C105', runner, answer, { what, wanted: one })) return;
  }
}

/** A conversation in which nothing more comes, or the same mistake again and again, is over. */
function goOn(bench: Bench, answer: Answer, ...clauses: readonly ('C102' | 'C103' | 'C204')[]): void {
  if (answer.kind === 'ended') throw new PlayEnded('the process ended in the middle of the lines');
  if (answer.kind === 'silent') throw new PlayEnded('a line was not answered');
  if (clauses.some((clause) => bench.verdicts.breaches(clause) >= MOST_BREACHES))
    throw new PlayEnded('too many lines were answered in a wrong way');
}
