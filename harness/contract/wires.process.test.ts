// Plays each recorded session of a wire against the real witness: what a stranger reads there is what happens.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openWitness } from '../run/witness/open-witness.ts';
import { WirePlayer } from '../testing/wire-player.ts';
import type { RecordedSession, WireStep } from '../testing/wire-session.ts';
import { STIMULUS_WIRES } from './stimulus-wire.ts';

const FOLDER = fileURLToPath(new URL('./fixtures/wires/', import.meta.url));
const SESSIONS = readdirSync(FOLDER).map((name) => ({
  name: name.replace('.json', ''),
  session: JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as RecordedSession,
}));

async function play(session: RecordedSession): Promise<{ endpoints: string[]; steps: WireStep[] }> {
  const { stimulus, secret, patienceMs } = session;
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-wire-'));
  const runners = (): number[] => (stimulus.kind === 'signals' ? [process.pid] : []);
  const witness = await openWitness(stimulus, { directory, secret, patienceMs, runners, now: () => 0 });
  const player = new WirePlayer(witness, directory);
  try {
    return { endpoints: Object.keys(witness.endpoints), steps: await player.play(session.steps) };
  } finally {
    await player.close();
    await witness.disarm();
    rmSync(directory, { recursive: true });
  }
}

test('every stimulus but none has a session, under its own name', () => {
  const wanted = Object.keys(STIMULUS_WIRES).filter((kind) => kind !== 'none');
  expect(SESSIONS.map(({ name }) => name).toSorted()).toEqual(wanted.toSorted());
  for (const { name, session } of SESSIONS) expect(session.stimulus.kind).toBe(name);
});

describe.each(SESSIONS)('$name', ({ session }) => {
  test('goes byte by byte as it was recorded', async () => {
    const played = await play(session);
    expect(played.endpoints).toEqual(session.endpoints);
    expect(played.steps).toEqual(session.steps);
  });

  test('offers and publishes what the table of the wires says', () => {
    const { offered, published, when } = STIMULUS_WIRES[session.stimulus.kind];
    const traced = session.steps.find((step) => step.step === 'round' && step.traced);
    const names = traced?.step === 'round' ? traced.offered : [];
    expect(
      [
        ...new Set(
          names.map((name) =>
            name.replace(/^to-\d+-\d+$/, 'to-<trial>-<index>').replace(/^upstream-\d+$/, 'upstream-<index>'),
          ),
        ),
      ].toSorted(),
    ).toEqual(offered.toSorted());
    expect(session.endpoints.length > 0).toBe(offered.length > 0 && when === 'prepare');
    const listens = session.steps.flatMap((step) =>
      step.step === 'listen' && step.publish ? [step.name] : [],
    );
    expect(listens).toEqual(published);
  });
});

test('another secret gives other bytes: the sessions would notice', async () => {
  const { session } = SESSIONS.find(({ name }) => name === 'relay') ?? SESSIONS[0] ?? { session: undefined };
  if (session === undefined) throw new Error('no session');
  const played = await play({ ...session, secret: session.secret + 1 });
  expect(played.steps).not.toEqual(session.steps);
});
