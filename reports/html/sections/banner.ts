// What stands above everything when a run is not whole: what is missing, and what to do about it.
import type { Cell, RunResult } from '../../../harness/contract/result.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

interface Banner {
  readonly title: string;
  readonly text: string | Html;
}

export function banner(result: RunResult): Html {
  const found = bannerOf(result);
  const reasons = result.exit.reasons;
  if (found === null && reasons.length === 0) return html``;
  const title = found?.title ?? 'This needs attention.';
  return html`<aside class="banner" aria-labelledby="banner-title"><h2 id="banner-title">${title}</h2>
${found === null ? null : html`<p>${found.text}</p>`}${reasonList(reasons.slice(0, SHOWN))}${
  reasons.length <= SHOWN
    ? null
    : html`<details><summary>${reasons.length - SHOWN} more</summary>${reasonList(reasons.slice(SHOWN))}</details>`
}</aside>`;
}

const SHOWN = 5;

/** The gravest thing first: nothing at all, stopped, incomplete, cells that differ, cells that failed. */
function bannerOf({ run, cells: all, exit }: RunResult): Banner | null {
  const cells = all.filter((cell) => cell.side !== 'control');
  const again = `Run it again: ${run.command}`;
  if (cells.every((cell) => cell.proof === null) && cells.every((cell) => cell.verdict !== 'divergent'))
    return {
      title: 'This run has no numbers.',
      text: cells.length === 0 ? `No cell was measured. ${again}` : unprovedText(cells),
    };
  const missing = cells.filter((cell) => missingOf(cell) > 0);
  const lost = missing.reduce((sum, cell) => sum + missingOf(cell), 0);
  const gap = `${lost} of ${cells.reduce((sum, cell) => sum + cell.invocations.planned, 0)} planned invocations are missing, in ${missing.length} of ${cells.length} cells.`;
  if (run.recovered !== undefined)
    return {
      title: 'This run was ended before it was whole.',
      text: `${gap} What is shown was made of the journal of the run. ${run.recovered.troubles.join('; ')}`,
    };
  if (run.interrupted)
    return {
      title: 'This run was interrupted.',
      text: `${gap} The cells shown were finished and proved, but their intervals are wider than planned. ${again}`,
    };
  if (!run.complete)
    return { title: 'This run is incomplete.', text: `${gap} Intervals are wider than planned. ${again}` };
  if (exit.code === 10)
    return {
      title: 'Not all subjects did the same.',
      text: 'Cells that differ have no numbers. The counterexamples show where they differ.',
    };
  const failed = cells.filter((cell) => cell.verdict === 'failed').length;
  if (failed === 0) return null;
  return {
    title: `${failed === 1 ? 'One cell' : `${failed} cells`} failed.`,
    text: 'One invocation that does not end in proof is enough: its cell has no numbers. The other cells are not affected, because each invocation is a fresh process.',
  };
}

/** Invocations that the run never came to, or that were stopped. */
function missingOf({ invocations }: Cell): number {
  const { planned, proved, failed, diverged = 0, unsupported = 0 } = invocations;
  return planned - proved - failed - diverged - unsupported;
}

/** None of the cells has a number: where to begin. */
function unprovedText(cells: readonly Cell[]): Html {
  const what =
    cells.length === 1 ? 'The only cell is not proved.' : `None of the ${cells.length} cells is proved.`;
  const failed = cells.some((cell) => cell.failures.length > 0);
  return failed ? html`${what} Begin with the <a href="#failures">first failure</a>.` : html`${what}`;
}

function reasonList(reasons: RunResult['exit']['reasons']): Html {
  if (reasons.length === 0) return html``;
  return html`<ul class="reasons">${reasons.map(
    (reason) =>
      html`<li><code>${reason.code}</code> ${reason.cause} <span class="next">${reason.next}</span></li>`,
  )}</ul>`;
}
