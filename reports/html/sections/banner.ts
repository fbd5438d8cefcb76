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

/** The gravest thing first: nothing at all, stopped, incomplete, cells that did not finish. */
function bannerOf({ run, cells: all, exit }: RunResult): Banner | null {
  const cells = all.filter((cell) => cell.side !== 'control');
  const again = `Run it again: ${run.command}`;
  if (cells.every((cell) => cell.proof === null) && cells.every((cell) => cell.verdict !== 'divergent'))
    return {
      title: 'This run has no numbers.',
      text: cells.length === 0 ? `No cell was measured. ${again}` : unprovedText(cells),
    };
  const missing = cells.filter(
    (cell) => cell.invocations.proved + cell.invocations.failed < cell.invocations.planned,
  );
  const lost = missing.reduce(
    (sum, { invocations }) => sum + invocations.planned - invocations.proved - invocations.failed,
    0,
  );
  const gap = `${lost} of ${cells.reduce((sum, cell) => sum + cell.invocations.planned, 0)} planned invocations are missing, in ${missing.length} of ${cells.length} cells.`;
  if (run.interrupted)
    return {
      title: 'This run was interrupted.',
      text: `${gap} The cells shown were finished and proved, but their intervals are wider than planned. ${again}`,
    };
  if (!run.complete)
    return { title: 'This run is incomplete.', text: `${gap} Intervals are wider than planned. ${again}` };
  const failed = cells.filter((cell) => cell.verdict === 'failed').length;
  if (failed > 0)
    return {
      title: `${failed === 1 ? 'One cell' : `${failed} cells`} did not finish.`,
      text: 'The other cells are not affected: each invocation is a fresh process.',
    };
  return exit.code === 10
    ? {
        title: 'Not all subjects did the same.',
        text: 'Cells that differ have no numbers. The counterexamples show where they differ.',
      }
    : null;
}

/** None of the cells has a number: where to begin. */
function unprovedText(cells: readonly Cell[]): Html {
  const what =
    cells.length === 1
      ? 'The only cell has no proved invocation.'
      : `All ${cells.length} cells are without a proved invocation.`;
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
