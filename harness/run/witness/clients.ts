// The stimulus `reset`, and what it shares with `half-close`: clients of the harness's own call on the workload's server when it says that it is ready.
import { messageOf, resetPlan } from '../../contract/peer-stimulus.ts';
import type { ResetPlan } from '../../contract/peer-stimulus.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { ClientTally } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openGate } from './gate.ts';
import type { ArmedWitness } from './port.ts';
import { findRefused } from './refused-port.ts';
import { TcpClient } from './tcp-client.ts';
import { leaving } from './unused.ts';

type Reset = Extract<Stimulus, { kind: 'reset' }>;

export async function openResetClients(stimulus: Reset, context: WitnessContext): Promise<ArmedWitness> {
  const { connections, messages, bytes, strangers } = stimulus;
  const nobody = await findRefused();
  return openClients({ nobody }, (round, target) => {
    const plans = resetPlan(context.secret, round, connections, messages, bytes);
    const known = plans.map(async (plan, key) => {
      const content = (id: number): Uint8Array => messageOf(context.secret, round, key, id, bytes);
      return play(new TcpClient(target, context.patienceMs), plan, content);
    });
    return [...known, ...times(strangers, () => comeAndGo(new TcpClient(target, context.patienceMs)))];
  });
}

async function play(
  client: TcpClient,
  plan: ResetPlan,
  content: (id: number) => Uint8Array,
): Promise<ClientTally> {
  for (let id = 0; id < plan.messages; id++) {
    client.send(content(id));
    await client.answered();
  }
  if (plan.reset) await client.reset(content(plan.messages).subarray(0, plan.cutBytes));
  else await client.end();
  return client.tally();
}

async function comeAndGo(client: TcpClient): Promise<ClientTally> {
  await client.connected();
  await client.reset(new Uint8Array());
  return client.tally();
}

/** Both sides of a round: `beforeRound` says which one it is, the gate says go. */
export async function openClients(
  endpoints: ArmedWitness['endpoints'],
  callOn: (round: number, target: Endpoint) => readonly Promise<ClientTally>[],
): Promise<ArmedWitness> {
  let target: Endpoint | null = null;
  let current = 0;
  let clients: readonly ClientTally[] = [];
  const gate = await openGate(async () => {
    if (target !== null) clients = await Promise.all(callOn(current, target));
  });
  return {
    endpoints: { ...endpoints, peer: gate.endpoint },
    async listening(theirs) {
      target = theirs['server'] ?? null;
    },
    async beforeRound(round) {
      current = round;
      clients = [];
      return {};
    },
    async afterRound() {
      await gate.idle();
      const record = { kind: 'clients', clients } as const;
      return gate.visited() ? record : leaving(record, 'peer', 'connection');
    },
    disarm: () => gate.close(),
  };
}

function times(count: number, make: (index: number) => Promise<ClientTally>): Promise<ClientTally>[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
