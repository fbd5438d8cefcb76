// The schemas that other languages and editors read: one JSON Schema 2020-12 document per name, written to `schema/` by the build.
import type { TSchema } from 'typebox';
import { Atlas, AtlasDiff, AtlasWords } from './atlas.ts';
import { ArchivedRun } from './archived-run.ts';
import { DoctorReport } from './doctor.ts';
import { Conformance } from './conformance.ts';
import { RunEvent } from './event.ts';
import { HarnessMessage, PROTOCOL_VERSION, RunnerMessage } from './message.ts';
import { Pairs, PairsJudgement } from './pairs.ts';
import { EvenloopConfig } from './project-config.ts';
import { RunResult } from './result.ts';
import { RunnerManifest } from './runner-manifest.ts';
import { WireLine } from './wire.ts';
import { GoldenTraces, KnownDivergences } from './verdict.ts';

const SOURCES: Readonly<Record<string, { readonly title: string; readonly schema: TSchema }>> = {
  'harness-message': {
    title: `What the harness says to a runner, protocol ${PROTOCOL_VERSION}`,
    schema: HarnessMessage,
  },
  'runner-message': {
    title: `What a runner says to the harness, protocol ${PROTOCOL_VERSION}`,
    schema: RunnerMessage,
  },
  config: { title: 'evenloop.config.json', schema: EvenloopConfig },
  'runner-manifest': { title: 'runners/*/runner.json', schema: RunnerManifest },
  results: { title: 'results.json of one run', schema: RunResult },
  'archived-run': { title: 'A run that a store keeps', schema: ArchivedRun },
  pairs: { title: 'Pairs of sliced processes: what `evenloop judge` reads', schema: Pairs },
  judgement: { title: 'What `evenloop judge --json` prints', schema: PairsJudgement },
  doctor: { title: 'What `evenloop doctor --json` prints', schema: DoctorReport },
  conformance: { title: 'What `evenloop conform --json` prints', schema: Conformance },
  atlas: { title: 'atlas.json, and what `evenloop atlas --json` prints', schema: Atlas },
  'atlas-diff': { title: 'What `evenloop atlas --diff <column> <column> --json` prints', schema: AtlasDiff },
  behaviours: { title: 'behaviours.json of one scenario: its profile in words', schema: AtlasWords },
  wire: { title: 'One line of --wire, and of wire.ndjson in a bundle', schema: WireLine },
  event: { title: 'One line of --ndjson', schema: RunEvent },
  'golden-traces': {
    title: 'golden/accept.json and golden/reject.json: traces that the checker must accept or reject',
    schema: GoldenTraces,
  },
  'known-divergences': { title: 'known-divergences.json of one scenario', schema: KnownDivergences },
};

/** File name to file content, byte-stable. */
export function publishedSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(SOURCES).map(([name, { title, schema }]) => {
      const document = {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:evenloop:schema:${name}:1`,
        title,
        ...schema,
      };
      return [`${name}.schema.json`, `${JSON.stringify(document, null, 2)}\n`];
    }),
  );
}
