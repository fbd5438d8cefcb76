// Each scenario's README says what passes between a workload and the harness: endpoints, parameters, what a round does there, what a sample is.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../harness/contract/scenario.ts';
import { STIMULUS_WIRES } from '../harness/contract/stimulus-wire.ts';
import { scenarios } from './index.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const PAGE = readFileSync(join(ROOT, '..', 'docs', 'wires.md'), 'utf8');
const readmeOf = ({ id }: Scenario): string => join(ROOT, ...id.split('.'), 'README.md');

/** The lines of the section, each without its first words, and the list of its parameters. */
function wireOf(scenario: Scenario): Record<'endpoints' | 'parameters' | 'round' | 'sample', string> {
  const [, after = ''] = readFileSync(readmeOf(scenario), 'utf8').split('## On the wire\n');
  const [section = ''] = after.split('\n## ');
  const line = (begin: string): string => new RegExp(`^- ${begin}: (.+)$`, 'm').exec(section)?.[1] ?? '';
  const parameters = /^- Parameters:\n((?: {2}- .+\n)+)/m.exec(section)?.[1] ?? '';
  return { endpoints: line('Endpoints'), parameters, round: line('A round'), sample: line('A sample') };
}

/** As `npm test` wants them in a README. */
const parametersOf = ({ parameters }: Scenario): string =>
  Object.entries(parameters)
    .map(([name, { text, unit }]) => `  - \`${name}\`${unit === undefined ? '' : ` (${unit})`}: ${text}\n`)
    .join('');

function stimuliOf(scenario: Scenario): ReturnType<Scenario['stimulus']>['kind'][] {
  const sets = Object.values(scenario.profiles).flat();
  return [...new Set(sets.map(({ params }) => scenario.stimulus(params).kind))];
}

/** `to-<trial>-<index>` is shown by an example. */
const shown = (name: string): string =>
  name.replace(/<(trial|index)>/g, name.startsWith('to-') ? '0' : '<$1>');

/** GitHub's anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))('$id', ({ scenario }) => {
  const { endpoints, parameters, round, sample } = wireOf(scenario);

  test('names its stimulus and every endpoint and file of it', () => {
    const [kind = 'none', ...others] = stimuliOf(scenario);
    expect(others).toEqual([]);
    const { offered, published, files } = STIMULUS_WIRES[kind];
    const wanted = [kind, ...offered, ...published, ...files].map((name) => `\`${shown(name)}\``);
    expect(wanted.filter((name) => !endpoints.includes(name))).toEqual([]);
    if (offered.length + published.length === 0) expect(endpoints).toMatch(/^none;/);
  });

  test('lists the parameters that `prepare` has, as the scenario itself tells them', () => {
    expect(parameters).toBe(parametersOf(scenario));
  });

  test('says what a round does and what it answers, with no event or parameter that there is not', () => {
    expect(round).toMatch(/\bIt answers\b/);
    expect(round.length).toBeGreaterThan(60);
    const known = new Set([
      ...scenario.alphabet.map(({ name }) => name),
      ...Object.keys(scenario.parameters),
    ]);
    for (const [, name = ''] of round.matchAll(/`([a-z_]+)`/g))
      if (/_/.test(name)) expect([name, known.has(name)]).toEqual([name, true]);
  });

  test('says what a sample is exactly where there are samples', () => {
    if (scenario.samples === undefined) expect(sample).toBe('none.');
    else expect(sample).toMatch(/one (for each|a round)/);
  });

  test('links to headings that there are', () => {
    const headings = new Set([...PAGE.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
    const links = [...`${endpoints} ${round}`.matchAll(/\]\(([^)#]+)#([^)]+)\)/g)];
    for (const [, path = '', anchor = ''] of links) {
      expect(existsSync(join(dirname(readmeOf(scenario)), path))).toBe(true);
      expect([anchor, headings.has(anchor)]).toEqual([anchor, true]);
    }
  });
});
