// `evenloop gate --self-test`: does the gate on this machine find injected slowdowns, and report no others?
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { GateOptions } from '../../contract/request.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { abandon } from '../exit.ts';
import { readGateOptions } from '../options/gate-options.ts';
import { withProject } from '../options/project-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { runSelfTest, troubleOf } from '../../gate/run-self-test.ts';
import type { SelfTest } from '../../gate/self-test.ts';
import { listenForStop } from '../../orchestrate/stop.ts';
import { scenariosIn } from '../scenarios.ts';
import { selfTestLines } from '../ui/self-test-table.ts';
import type { Terminal } from '../ui/terminal.ts';

export const gate = withProject([], testGate);

async function testGate(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  const options = readGateOptions(raw);
  const say = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say,
    abandon,
  });
  try {
    const scenarios = await scenariosIn(project);
    const { test, conditions, seed } = await runSelfTest({ options, scenarios, project, stop, say });
    const trouble = troubleOf(test);
    if (options.pairsOut !== null) writePairs(test, options.pairsOut);
    if (options.json) terminal.out(jsonText(documentOf(test, conditions, seed, options), 2));
    else
      for (const line of [...selfTestLines(test), ...conditions.map(({ text }) => text)]) terminal.out(line);
    if (stop.cause() === 'signal') return EXIT.interrupted;
    if (trouble === null) return EXIT.ok;
    terminal.err(terminal.paintErr('red', trouble));
    return EXIT.inconclusive;
  } finally {
    stop.dispose();
  }
}

function documentOf(
  { cells, rates, live }: SelfTest,
  conditions: readonly { readonly name: string; readonly kept: boolean; readonly text: string }[],
  seed: number,
  { neighbour, without }: GateOptions,
) {
  return {
    schema: 'evenloop/self-test@1',
    seed,
    neighbour,
    without,
    conditions,
    cells: cells.map(({ cell, blocks, wallMs, troubles }) => ({ cell, blocks, wallMs, troubles })),
    rates,
    live,
  };
}

function writePairs({ cells }: SelfTest, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { cell, recorded } of cells)
    for (const [id, pairs] of recorded)
      writeFileSync(
        join(folder, `${cell.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${id}.json`),
        JSON.stringify(pairs),
      );
}
