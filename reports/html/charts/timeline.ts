// A counterexample as SVG: two tracks, expected above observed, joined event by event; each fate has a shape of its own.
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';
import { formatNumber } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { joinedEvents } from './joined-events.ts';
import type { Fate, JoinedEvent } from './joined-events.ts';

const STEP = 88;
const LEFT = 76;
const [TOP, BOTTOM, HEIGHT] = [44, 112, 158] as const;

const WORDS: Readonly<Record<Fate, string>> = {
  same: 'as expected',
  missing: 'missing',
  extra: 'not expected',
  reordered: 'in another place',
  changed: 'with other content',
  coalesced: 'coalesced into a later one',
  beyond: 'past the end of the record',
};

/** `place`: its place among the traces of the page's data. `notices`: see `joinedEvents`. */
export function timeline(finding: Finding, name: string, place: number, notices: boolean): Html {
  const joined = joinedEvents(finding, notices);
  const columns = Math.max(finding.expected.length, finding.observed.length);
  const width = LEFT + columns * STEP;
  const label = `Timeline of ${name}: ${summary(joined)}`;
  return html`<figure class="timeline" data-trace="${place}"><div class="scroll" role="region" tabindex="0" aria-label="${label}"><svg role="img" aria-label="${label}" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}">
<text class="track" y="${TOP + 4}">expected</text><text class="track" y="${BOTTOM + 4}">observed</text><path class="rail" d="M${LEFT} ${TOP}H${width}M${LEFT} ${BOTTOM}H${width}"/>
${joined.map((event) => link(event))}${joined.map((event) => marks(event, finding))}</svg></div>
<figcaption>${legend(joined)}</figcaption></figure>
`;
}

/** `5 as expected, 1 missing`. */
function summary(joined: readonly JoinedEvent[]): string {
  return fatesOf(joined)
    .map((fate) => `${joined.filter((event) => event.fate === fate).length} ${WORDS[fate]}`)
    .join(', ');
}

function fatesOf(joined: readonly JoinedEvent[]): Fate[] {
  const order: readonly Fate[] = ['same', 'reordered', 'missing', 'coalesced', 'extra', 'changed', 'beyond'];
  return order.filter((fate) => joined.some((event) => event.fate === fate));
}

function xOf(place: number): number {
  return LEFT + place * STEP + STEP / 2;
}

function link({ fate, expected, observed }: JoinedEvent): Html {
  if (expected === null || observed === null) return html``;
  return html`<path class="link ${fate}" d="M${xOf(expected)} ${TOP}L${xOf(observed)} ${BOTTOM}"/>`;
}

function marks({ fate, expected, observed }: JoinedEvent, finding: Finding): Html {
  const [want, got] = [
    expected === null ? undefined : finding.expected[expected],
    observed === null ? undefined : finding.observed[observed],
  ];
  return html`${want === undefined || expected === null ? null : mark(fate, want, xOf(expected), TOP, -16)}${got === undefined || observed === null ? null : mark(fate, got, xOf(observed), BOTTOM, 24)}
`;
}

function mark(fate: Fate, event: EventView, x: number, y: number, below: number): Html {
  const time = event.timeNs === null ? null : `${formatNumber(event.timeNs / 1000, 1)} \u00b5s`;
  return html`<path class="event ${fate}" d="${shape(fate, x, y)}"/><text x="${x}" y="${y + below}">${event.kind} ${event.id}</text>${time === null ? null : html`<text class="time" x="${x}" y="${y + below + 14}">${time}</text>`}`;
}

/** Around the middle, six pixels in each direction. */
function shape(fate: Fate, x: number, y: number): string {
  switch (fate) {
    case 'same':
    case 'missing':
    case 'beyond':
      return `M${x - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z`;
    case 'extra':
      return `M${x} ${y - 8}l8 8l-8 8l-8 -8z`;
    case 'reordered':
      return `M${x - 7} ${y + 6}l7 -13l7 13z`;
    case 'changed':
      return `M${x - 6} ${y - 6}h12v12h-12z`;
    case 'coalesced':
      return `M${x - 6} ${y - 7}l12 7l-12 7z`;
    default:
      return fate satisfies never;
  }
}

function legend(joined: readonly JoinedEvent[]): Html {
  return html`${fatesOf(joined).map(
    (fate) =>
      html`<span class="fate"><svg width="18" height="18" aria-hidden="true"><path class="event ${fate}" d="${shape(fate, 9, 9)}"/></svg> ${WORDS[fate]}</span> `,
  )}`;
}
