// Tests of the witness process through its host: real processes, real signals.
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import { statesOfEdits } from '../../contract/stimulus.ts';
import { FROM_WRITER, TO_WRITER } from '../../contract/witness.ts';
import { openFrameClient } from '../../testing/frame-client.ts';
import { startWitness } from './host.ts';
import type { ArmRequest } from './port.ts';

const epochNs = process.hrtime.bigint();
const edits = [{ op: 'write', file: 'a', key: 3, length: 20 }] as const;
let scratch: string;
let mainPath: string;
let hostPath: string;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'evenloop-witness-'));
  [mainPath, hostPath] = await Promise.all([compiled('main'), compiled('host')]);
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let directories = 0;
function request(stimulus: ArmRequest['stimulus']): ArmRequest {
  const directory = join(scratch, `invocation-${directories++}`);
  mkdirSync(directory);
  return { invocation: 'i', stimulus, directory, secret: 11 };
}

test('a whole invocation is witnessed through the process, on the clock of the harness', async () => {
  const host = await startWitness({ epochNs, mainPath });
  const armed = await host.arm(request({ kind: 'edits', edits, decoys: [] }));
  const client = await openFrameClient(armed.endpoints['writer']);
  await armed.listening({});
  expect(await armed.beforeRound(0, true)).toEqual({});
  const digest = statesOfEdits(11, 0, edits)[0]?.digest ?? 0;
  const beforeNs = Number(process.hrtime.bigint() - epochNs);
  await client.send([TO_WRITER.GO, 0, 0], [TO_WRITER.STATE, 3, digest]);
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 3, 0]);
  const afterNs = Number(process.hrtime.bigint() - epochNs);
  const record = await armed.afterRound();
  const edit = record?.kind === 'edits' ? record.edits[0] : undefined;
  const times = [beforeNs, edit?.beganNs, edit?.endedNs, edit?.acknowledgedNs, afterNs].map(Number);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  await armed.disarm();
  await host.close();
});

test('one process serves one invocation after the other, also those with nothing to witness', async () => {
  const host = await startWitness({ epochNs, mainPath });
  const files = await host.arm(request({ kind: 'files', count: 1, bytes: 5, missing: [] }));
  await files.beforeRound(0, false);
  expect(await files.afterRound()).toEqual({ kind: 'files', written: 1 });
  await files.disarm();
  const none = await host.arm(request({ kind: 'none' }));
  expect([none.endpoints, await none.beforeRound(0, false), await none.afterRound()]).toEqual([{}, {}, null]);
  await host.close();
});

test('what the witness refuses is a witness failure that says why', async () => {
  const host = await startWitness({ epochNs, mainPath });
  const bad = [{ op: 'write', file: 'a', key: 0, length: 1 }] as const;
  const armed = await host.arm(request({ kind: 'edits', edits: bad, decoys: [] }));
  await expect(armed.beforeRound(0, true)).rejects.toMatchObject({
    failure: { code: 'EL2013', cause: 'edit 0 writes fewer than 8 bytes.' },
  });
  await armed.disarm();
  await expect(armed.afterRound()).rejects.toThrow('after-round before arm');
  await host.close();
});

test('a witness that crashes fails its invocation, and the next invocation has a new one that guards the same groups', async () => {
  const host = await startWitness({ epochNs, mainPath: await crashing('population') });
  const group = await startGroup();
  host.guard(group.pid ?? 0);
  const armed = await host.arm(request({ kind: 'files', count: 1, bytes: 5, missing: [] }));
  const lost = armed.beforeRound(666, false);
  await expect(lost).rejects.toBeInstanceOf(FailureError);
  await expect(lost).rejects.toMatchObject({ failure: { code: 'EL2013', evidence: ['asked to crash'] } });
  await expect(armed.afterRound()).rejects.toMatchObject({ failure: { code: 'EL2013' } });
  await armed.disarm();
  const next = await host.arm(request({ kind: 'files', count: 1, bytes: 5, missing: [] }));
  await next.beforeRound(0, false);
  expect(await next.afterRound()).toEqual({ kind: 'files', written: 1 });
  const died = exitOf(group);
  await host.close();
  expect(await died).toBe('SIGKILL');
});

test('a witness that cannot be started is named', async () => {
  await expect(startWitness({ epochNs, mainPath: join(scratch, 'absent.mjs') })).rejects.toMatchObject({
    failure: { code: 'EL2013', cause: expect.stringContaining('exit code 1') },
  });
});

test('a witness that talks out of turn is not believed', async () => {
  const chatty = join(scratch, 'chatty.mjs');
  writeFileSync(
    chatty,
    "process.send({kind:'ready'}); process.on('message', () => process.send({kind:'done', id: 99}));",
  );
  const host = await startWitness({ epochNs, mainPath: chatty });
  await expect(host.arm(request({ kind: 'none' }))).rejects.toThrow('a reply to no request');
  await host.close();
});

test('when the harness is killed, the witness kills every guarded group and ends; a released one lives', async () => {
  const [guarded, released] = [await startGroup(), await startGroup()];
  const harness = join(scratch, 'harness.mjs');
  writeFileSync(
    harness,
    `import { startWitness } from ${JSON.stringify(hostPath)};
     const host = await startWitness({ epochNs: 0n, mainPath: ${JSON.stringify(mainPath)} });
     for (const pid of ${JSON.stringify([guarded.pid, released.pid])}) host.guard(pid);
     host.release(${released.pid});
     await host.arm({ invocation: 'i', stimulus: { kind: 'none' }, directory: '/', secret: 0 });
     process.send('armed');`,
  );
  const child = fork(harness, { execArgv: [] });
  await new Promise((resolve) => child.once('message', resolve));
  const [witness] = childrenOf(child.pid ?? 0);
  const died = exitOf(guarded);
  child.kill('SIGKILL');
  expect(await died).toBe('SIGKILL');
  await gone(witness ?? 0);
  expect(released.exitCode ?? released.signalCode).toBe(null);
  released.kill('SIGKILL');
  await exitOf(released);
});

test('the witness program does nothing when it is started by hand', async () => {
  const byHand = spawn(process.execPath, [mainPath, '0'], { stdio: 'ignore' });
  expect(await exitOf(byHand)).toBe(2);
});

/** Node 20 runs no TypeScript, so the program under test is put into one file first. */
async function compiled(stem: string): Promise<string> {
  const file = join(scratch, `${stem}.mjs`);
  const input = fileURLToPath(new URL(`${stem}.ts`, import.meta.url));
  await build({ input, platform: 'node', logLevel: 'silent', output: { file, format: 'esm' } });
  return file;
}

/** The witness with one more line: round 666 crashes it. */
async function crashing(name: string): Promise<string> {
  const file = join(scratch, `crashing-${name}.mjs`);
  const trap =
    "process.on('message', (m) => { if (m.round === 666) { console.error('asked to crash'); process.exit(70); } });";
  writeFileSync(file, `${trap}\n${readFileSync(mainPath, 'utf8')}`);
  return file;
}

/** A process that leads a group of its own and has said that it runs. */
async function startGroup(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

function exitOf(child: ChildProcess): Promise<string | number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
}

async function gone(pid: number): Promise<void> {
  for (let alive = true; alive; ) {
    await new Promise((resolve) => setImmediate(resolve));
    try {
      // A zombie that nobody reaps has no command line any more.
      alive = readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
    } catch {
      alive = false;
    }
  }
}
