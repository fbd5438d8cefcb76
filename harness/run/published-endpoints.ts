// The endpoints that `prepared` must name, because the harness connects to them: one that is absent is told at once, and not as a connection that was reset.
import { failure } from '../contract/failure.ts';
import type { Outcome } from '../contract/invocation.ts';
import type { Endpoint } from '../contract/message.ts';
import type { Stimulus } from '../contract/scenario.ts';
import { STIMULUS_WIRES } from '../contract/stimulus-wire.ts';
import { quoteLine } from './session/quote-line.ts';

const NEXT =
  'Publish it under this name when the workload opens: docs/wires.md tells the endpoints of every stimulus.';

/** Null where all are there. */
export function unpublishedEndpoint(
  kind: Stimulus['kind'],
  published: Readonly<Record<string, Endpoint>>,
): Outcome | null {
  const missing = STIMULUS_WIRES[kind].published.find((name) => published[name] === undefined);
  if (missing === undefined) return null;
  const names = Object.keys(published).map((name) => `\`${quoteLine(name)}\``);
  const found = names.length === 0 ? 'no endpoint at all' : names.join(', ');
  const cause = `The harness connects to the endpoint \`${missing}\` of the workload, but \`prepared\` names ${found}.`;
  return { kind: 'workload-failed', failure: failure('EL2010', cause, NEXT) };
}
