// The frame of every page of the site that is not a report: strict policy, one style, a way back.
import { createHash } from 'node:crypto';
import { html, markupOf, trusted } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { subjectStyleSheet } from '../html/charts/subject-style.ts';
import { verdictStyle } from '../html/verdict-mark.ts';
import { SITE_STYLE } from './site-style.ts';

export interface SitePage {
  readonly title: string;
  /** From the folder of the page to the root of the site: empty, or `../`. Null: unknown, so the page has no links. */
  readonly root: string | null;
  readonly body: Html;
}

export type Shell = (page: SitePage) => string;

/** More looks than any of our charts has lines. */
const LOOKS = 36;

/** `style` is the built style sheet of the report. */
export function makeShell(style: string): Shell {
  const all = style + verdictStyle() + SITE_STYLE + subjectStyleSheet(LOOKS);
  if (all.toLowerCase().includes('</style') || all.includes('<!--'))
    throw new Error('the style of the site contains markup that would end it');
  const digest = createHash('sha256').update(all).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; connect-src 'none'; base-uri 'none'; form-action 'none'`;
  return ({ title, root, body }) =>
    markupOf(html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="evenloop">
<title>${title}</title>
<style>${trusted(all)}</style></head>
<body>
<header class="top"><p class="name">evenloop</p>${root === null ? null : html`<nav aria-label="Site"><a href="${root}index.html">Runs</a> <a href="${root}index.html#history">History</a></nav>`}</header>
<main>
${body}
</main>
</body></html>
`);
}
