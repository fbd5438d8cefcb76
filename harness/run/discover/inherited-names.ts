// Which variables of evenloop's own environment a runner gets: those that a program needs in order to run, those that its manifest asks for, and never a secret. Pure.
import { createHash } from 'node:crypto';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';

/** Who and where: what every program may rely on. */
const PLACE = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TERM',
  'LANG',
  'LANGUAGE',
  'LC_*',
  'TZ',
  'TZDIR',
  'TMPDIR',
  'TEMP',
  'TMP',
  'NO_COLOR',
  'FORCE_COLOR',
];
/** What Windows programs do not start without. */
const WINDOWS = [
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
];
/** How the system loads a program, gives it memory and threads: it shapes what is measured, and the user may have meant it. */
const LOADING = ['LD_*', 'DYLD_*', 'MALLOC_*', 'MIMALLOC_*', 'TCMALLOC_*', 'GLIBC_TUNABLES', 'UV_*'];
/** Where managers of versions have put an interpreter. */
const VERSIONS = [
  '*_HOME',
  '*_ROOT',
  'PYENV_*',
  'ASDF_*',
  'MISE_*',
  'NVM_*',
  'FNM_*',
  'VOLTA_*',
  'CONDA_*',
  'VIRTUAL_ENV',
];
/** evenloop's own. */
const OWN = ['EVENLOOP_*'];

const INHERITED = [...PLACE, ...WINDOWS, ...LOADING, ...VERSIONS, ...OWN];

/** Names of what opens a door: whoever runs a runner of others gives it none. It overrules every list. */
const SECRET =
  /TOKEN|SECRET|PASSW|PASSPHRASE|CREDENTIAL|PRIVATE|COOKIE|SIGNATURE|API_?KEY|ACCESS_?KEY|(?:^|_)(?:AUTH|KEYS?|PAT|PASS|PWD|PIN|SESSION|JWT|SAS|DSN)(?:_|$)/i;

export interface InheritedNames {
  readonly passed: readonly string[];
  readonly withheld: readonly string[];
  /** Of what was passed, what shapes a process: its values; of what a manifest asked for beyond the usual, the digests of values. */
  readonly shaping: Readonly<Record<string, string>>;
}

/** In alphabetical order. What the manifest itself sets is neither. */
export function inheritedNames(
  manifest: Pick<RunnerManifest, 'environment' | 'inherit' | 'withhold'>,
  variables: Readonly<Record<string, string | undefined>>,
): InheritedNames {
  const isInherited = inheritedBy(manifest);
  const names = Object.keys(variables)
    .filter((name) => variables[name] !== undefined && !(name in manifest.environment))
    .sort();
  const passed = names.filter(isInherited);
  return {
    passed,
    withheld: names.filter((name) => !isInherited(name)),
    shaping: Object.fromEntries(passed.flatMap((name) => shapingOf(name, variables[name] ?? ''))),
  };
}

/** What was asked for may hold anything: whether it is the same can be told without telling it. */
function shapingOf(name: string, value: string): [string, string][] {
  if (matching(LOADING)(name.toUpperCase())) return [[name, value]];
  if (matching(INHERITED)(name.toUpperCase())) return [];
  const digest = createHash('sha256').update(value).digest('hex').slice(0, 12);
  return [[name, `SHA-256 ${digest}`]];
}

/** Whether a runner of this manifest gets the variable of this name as evenloop has it. */
export function inheritedBy({
  inherit = [],
  withhold = [],
}: Pick<RunnerManifest, 'inherit' | 'withhold'>): (name: string) => boolean {
  const usual = matching(INHERITED);
  const asked = matching(inherit);
  const refused = matching(withhold);
  return (name) => !SECRET.test(name) && !refused(name) && (usual(name.toUpperCase()) || asked(name));
}

const ANYTHING = '*';

/** Names; beginnings of names that end in `*`, and ends of names that begin with it. */
export function matching(patterns: readonly string[]): (name: string) => boolean {
  const names = new Set(patterns);
  const beginnings = patterns.filter((each) => each.endsWith(ANYTHING)).map((each) => each.slice(0, -1));
  const ends = patterns.filter((each) => each.startsWith(ANYTHING)).map((each) => each.slice(1));
  return (name) =>
    names.has(name) ||
    beginnings.some((beginning) => name.startsWith(beginning)) ||
    ends.some((end) => name.endsWith(end));
}
