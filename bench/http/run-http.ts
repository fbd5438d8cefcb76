// Drives one served program at each rate by the harness's own open loop and by oha, in turn, and says how far they agree.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HttpClient } from '../../harness/run/witness/http-client.ts';
import type { HttpAsked } from '../../harness/run/witness/http-client.ts';
import { OpenLoop } from '../../harness/run/witness/open-loop.ts';
import { agreementOf, loadOfLatencies, loadOfOha } from './agreement.ts';
import type { LoadAgreement, FoundLoad } from './agreement.ts';
import { serve } from './serve.ts';
import type { Served, ServedSubject } from './serve.ts';

export interface HttpAgreement {
  readonly subjects: readonly ServedSubject[];
  /** The program oha. */
  readonly oha: string;
  readonly ratesPerSecond: readonly number[];
  readonly seconds: number;
  readonly repetitions: number;
  readonly connections: number;
  readonly bytes: number;
}

const TARGET = '/answer/0/0123456789abcdef';
const PATIENCE_MS = 5000;

export async function measureAgreement(
  plan: HttpAgreement,
  say: (text: string) => void,
): Promise<LoadAgreement[]> {
  const rows: LoadAgreement[] = [];
  for (const subject of plan.subjects) {
    const served = await serve(subject, plan.bytes);
    await ownLoad(served, plan, Math.max(...plan.ratesPerSecond));
    for (const asked of plan.ratesPerSecond) {
      const pairs: { own: FoundLoad; other: FoundLoad; busy: number }[] = [];
      for (let repetition = 0; repetition < plan.repetitions; repetition++) {
        say(`${subject.id}, ${asked} requests a second, ${repetition + 1} of ${plan.repetitions}`);
        const first = repetition % 2 === 0 ? await ownLoad(served, plan, asked) : null;
        const other = await ohaLoad(served, plan, asked);
        const { load, busy } = first ?? (await ownLoad(served, plan, asked));
        pairs.push({ own: load, other, busy });
      }
      const busy = Math.max(...pairs.map((pair) => pair.busy));
      rows.push({ subject: subject.id, asked, busy, ...agreementOf(pairs) });
    }
    await served.stop();
  }
  return rows;
}

async function ownLoad(
  { host, port }: Served,
  { connections, seconds, bytes }: HttpAgreement,
  perSecond: number,
): Promise<{ readonly load: FoundLoad; readonly busy: number }> {
  const request = { number: 0, target: TARGET, body: null, isLast: false };
  const each: HttpAsked = { request, answer: Buffer.alloc(bytes, TARGET) };
  const clients: HttpClient[] = [];
  const acted = (): void => loop.acted();
  const loop: OpenLoop = new OpenLoop(
    {
      dial: (listener) => {
        const client = new HttpClient({ kind: 'tcp', host, port }, { ...listener, acted: () => acted() });
        clients.push(client);
        return client;
      },
      now: () => Number(process.hrtime.bigint()),
      patienceMs: PATIENCE_MS,
    },
    connections,
  );
  await Promise.all(clients.map((client) => client.connected()));
  const { latenciesNs, lastedNs, busyNs } = await loop.step(
    Array.from({ length: Math.round(perSecond * seconds) }, () => each),
    perSecond,
  );
  loop.end();
  const faults = clients.flatMap((client) => client.faults());
  if (faults.length > 0) throw new Error(`${faults.length} answers were wrong or missing`);
  return { load: loadOfLatencies(latenciesNs, lastedNs), busy: busyNs / lastedNs };
}

async function ohaLoad(
  { host, port }: Served,
  { oha, connections, seconds }: HttpAgreement,
  perSecond: number,
): Promise<FoundLoad> {
  const count = String(Math.round(perSecond * seconds));
  const asked = ['-n', count, '-q', String(perSecond), '-c', String(connections)];
  const how = ['--latency-correction', '--no-tui', '--output-format', 'json'];
  const { stdout } = await promisify(execFile)(oha, [...asked, ...how, `http://${host}:${port}${TARGET}`]);
  const load = loadOfOha(JSON.parse(stdout));
  if (load === null) throw new Error(`oha has no numbers: ${stdout.slice(0, 500)}`);
  return load;
}
