// What a scenario needs of the machine, as far as its stimulus says it. Pure.
import { assertNever } from '../contract/failure.ts';
import type { Scenario, Stimulus } from '../contract/scenario.ts';

/** What is needed for every run of a scenario, with its smallest parameters. */
export interface Needs {
  /** Directories that one process watches at the same time; 0: it watches none. */
  readonly watches: number;
  /** Connections to 127.0.0.1, or datagrams. */
  readonly loopback: boolean;
}

export function needsOf(scenario: Scenario): Needs {
  const needs = Object.values(scenario.profiles)
    .flat()
    .map(({ params }) => needsOfStimulus(scenario.stimulus(params)));
  return {
    watches: Math.min(...needs.map(({ watches }) => watches)),
    loopback: needs.every(({ loopback }) => loopback),
  };
}

function needsOfStimulus(stimulus: Stimulus): Needs {
  switch (stimulus.kind) {
    case 'none':
    case 'files':
    case 'timers':
    case 'relay':
      return { watches: 0, loopback: false };
    // The witness that changes files speaks over loopback, too.
    case 'edits':
    case 'burst':
      return { watches: 1, loopback: true };
    case 'acts':
      return { watches: 1 + stimulus.directories.length, loopback: true };
    case 'echo-proxy':
    case 'half-close':
    case 'reset':
    case 'datagrams':
    case 'shutdown':
    case 'addresses':
    case 'upstreams':
    case 'http-clients':
    case 'pool':
    case 'signals':
      return { watches: 0, loopback: true };
    default:
      return assertNever(stimulus);
  }
}
