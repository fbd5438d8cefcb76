// What the reader made of the page, as the part of its address behind `#`, and back: a link shows what its sender saw.

export interface Zoom {
  /** Id of a chart. */
  readonly chart: string;
  /** On the chart's own axis. */
  readonly from: number;
  readonly to: number;
}
export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}
export interface PageState {
  readonly q: string;
  readonly sort: Sort | null;
  readonly theme: 'light' | 'dark' | null;
  /** Ids of the parts that the reader opened or, behind a `!`, closed. */
  readonly open: readonly string[];
  readonly zoom: readonly Zoom[];
  /** Id of the place that a link within the page led to. */
  readonly at: string | null;
}

export const FRESH: PageState = { q: '', sort: null, theme: null, open: [], zoom: [], at: null };

/** A longer query was not typed by hand: an address can come from anywhere. */
const LONGEST = 2000;
const MOST_ENTRIES = 1000;

/** Without the `#`; empty for a fresh page. */
export function encodeState({ q, sort, theme, open, zoom, at }: PageState): string {
  const parts = [
    at === null ? '' : `at=${coded(at)}`,
    q === '' ? '' : `q=${coded(q)}`,
    sort === null ? '' : `s=${sort.descending ? '!' : ''}${coded(sort.column)}`,
    theme === null ? '' : `theme=${theme}`,
    open.length === 0 ? '' : `open=${open.map(coded).join(',')}`,
    zoom.length === 0 ? '' : `zoom=${zoom.map(codedZoom).join(',')}`,
  ];
  return parts.filter((part) => part !== '').join('&');
}

/** Any text gives a state: what makes no sense in it is left out. A plain `#id` is a place. */
export function decodeState(hash: string): PageState {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  if (!text.includes('=')) return { ...FRESH, at: placeOf(decoded(text)) };
  const values = new Map<string, string>();
  for (const part of text.split('&')) {
    const cut = part.indexOf('=');
    if (cut > 0) values.set(part.slice(0, cut), part.slice(cut + 1));
  }
  const theme = values.get('theme');
  return {
    q: decoded(values.get('q') ?? '') ?? '',
    sort: sortOf(values.get('s') ?? ''),
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    open: entries(values.get('open')).flatMap((entry) => placeOf(decoded(entry)) ?? []),
    zoom: entries(values.get('zoom')).flatMap(zoomOf),
    at: placeOf(decoded(values.get('at') ?? '')),
  };
}

/** Half a pair of surrogates has no code: it is left out by the `u` flag matching it alone. */
function coded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\ufffd'))
    .replaceAll('!', '%21')
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':');
}

/** Zooms are cut at colons, so the name of the chart keeps none. */
function codedZoom({ chart, from, to }: Zoom): string {
  return `${coded(chart).replaceAll(':', '%3A')}:${from}:${to}`;
}

function decoded(text: string): string | null {
  if (text.length > 9 * LONGEST) return null;
  try {
    const plain = decodeURIComponent(text);
    return plain.length > LONGEST ? null : plain;
  } catch {
    return null;
  }
}

function placeOf(text: string | null): string | null {
  return text === '' ? null : text;
}

function entries(list: string | undefined): readonly string[] {
  return list === undefined ? [] : [...new Set(list.split(','))].slice(0, MOST_ENTRIES);
}

function sortOf(text: string): Sort | null {
  const descending = text.startsWith('!');
  const column = placeOf(decoded(descending ? text.slice(1) : text));
  return column === null ? null : { column, descending };
}

function zoomOf(text: string): readonly Zoom[] {
  const [name = '', low = '', high = '', ...rest] = text.split(':');
  const chart = placeOf(decoded(name));
  const [from, to] = [numberOf(low), numberOf(high)];
  if (chart === null || from === null || to === null || !(from < to) || rest.length > 0) return [];
  return [{ chart, from, to }];
}

function numberOf(text: string): number | null {
  return /^-?\d{1,21}(\.\d{1,30})?(e[-+]\d{1,3})?$/u.test(text) ? finite(Number(text)) : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
