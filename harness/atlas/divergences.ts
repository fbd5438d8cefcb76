// How a version breaks a rule: what a check saw, and what the list of known divergences says of it.
import type { AtlasColumn, AtlasDivergence, AtlasObservation } from '../contract/atlas.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import { appliesTo } from './columns.ts';
import type { AtlasSource } from './source.ts';

/** Entries of the list first, in its order, seen or not; then what no entry explains. */
export function divergencesOf(
  rule: string,
  { known }: AtlasSource,
  column: AtlasColumn,
  observation: AtlasObservation | undefined,
): readonly AtlasDivergence[] {
  const broken = (observation?.broken ?? []).filter((each) => each.rule === rule);
  const listed = known.filter((entry) => entry.rule === rule && appliesTo(entry, column));
  const ids = new Set(listed.map(({ id }) => id));
  return [
    ...listed.map((entry) =>
      listedAs(
        entry,
        broken.find((each) => each.known === entry.id),
      ),
    ),
    ...broken.filter((each) => each.known === null || !ids.has(each.known)).map(unlisted),
  ];
}

type Broken = AtlasObservation['broken'][number];

function listedAs(entry: KnownDivergence, broken: Broken | undefined): AtlasDivergence {
  const { id, rule, class: kind, styles, status, reason, link } = entry;
  const seen = broken === undefined ? null : { runs: broken.runs, of: broken.of };
  return { id, rule, class: kind, styles, status, reason, link, seen };
}

function unlisted({ rule, class: kind, styles, runs, of, known }: Broken): AtlasDivergence {
  const reason =
    known === null
      ? 'No known divergence explains it.'
      : `It was explained by ${known}, which is not listed for this version any more.`;
  return { id: null, rule, class: kind, styles, status: null, reason, link: null, seen: { runs, of } };
}
