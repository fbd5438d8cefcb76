// The words of the command that would do the same as a request: a report tells its reader how to repeat the run.
import type { CheckRequest, RunRequest } from './requests.ts';

/** Requests are flat: what has no word on the command line (`signal`, `onInvocation`) does not change what is run. */
export function commandArguments(command: 'run' | 'check', request: RunRequest & CheckRequest): string[] {
  const list = (name: string, values: readonly string[] | undefined): string[] =>
    values === undefined || values.length === 0 ? [] : [name, values.join(',')];
  const one = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  const flag = (name: string, value: boolean | undefined): string[] => (value === true ? [name] : []);
  const each = (name: string, values: readonly string[] = []): string[] =>
    values.flatMap((value) => [name, value]);
  const { config, timeMs, maxTimeMs } = request;
  return [
    command,
    ...(config === false ? ['--no-config'] : one('--config', config)),
    ...each('--runner', request.runners),
    ...each('--scenarios', request.scenarioFolders),
    ...list('--scenario', request.scenarios),
    ...list('--subject', request.subjects),
    ...one('--profile', request.profile),
    ...one('--repetitions', request.repetitions),
    ...one('--time', timeMs === undefined ? undefined : `${timeMs / 1000}s`),
    ...one('--reference', request.reference),
    ...flag('--shrink', request.shrink),
    ...one('--cpus', request.cpus),
    ...flag('--observer', request.observer),
    ...one('--styles', request.styles),
    ...list('--rule', request.rules),
    ...one('--repeat', request.repeat),
    ...flag('--stress', request.stress),
    ...one('--seed', request.seed),
    ...one('--out', request.out),
    ...one('--wire', request.wire),
    ...flag('--keep-traces', request.keepTraces),
    ...one('--max-time', maxTimeMs === undefined ? undefined : maxTimeMs / 1000),
  ];
}
