// For tests: judging what the sample invocations recorded, and asking for one finding.
import { FailureError } from '../contract/failure.ts';
import type { TraceEvent } from '../contract/trace.ts';
import type { Finding, FindingClass, Judgement } from '../contract/verdict.ts';
import { judgeInvocation } from '../check/prove.ts';
import type { SampleInvocation } from './sample-case.ts';
import { invocationOf, legalTrace, sampleScenario } from './sample-case.ts';

export function judge({ record, reader }: SampleInvocation, timerEarlyNs = 0): Judgement {
  const result = judgeInvocation({ record, scenario: sampleScenario, reader, timerEarlyNs });
  if (!result.ok) throw new FailureError(result.failure);
  return result.value;
}

export function has(
  findings: readonly Finding[],
  rule: string,
  found: FindingClass,
  key: number | null,
): boolean {
  return findings.some((finding) => finding.rule === rule && finding.class === found && finding.key === key);
}

/** The judgement of one traced round that recorded a faulty trace; the measured one stays honest. */
export function judgeTraced(events: readonly TraceEvent[]): Judgement {
  const faulty = invocationOf(events);
  const honest = invocationOf(legalTrace(1));
  const rounds = [faulty.record.rounds[0], honest.record.rounds[1]].filter((round) => round !== undefined);
  return judge({ ...faulty, record: { ...faulty.record, rounds } });
}

/** The same event at another time. */
export function at(event: TraceEvent, time: number): TraceEvent {
  return { ...event, time };
}
