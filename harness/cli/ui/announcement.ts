// Announces before a run what it will use: interpreters, reference, seed.
import { startedPhrase } from '../../../reports/words/started-words.ts';
import { visibleText } from '../../contract/visible-text.ts';
import type { Choice } from '../../orchestrate/prepare/choose.ts';
import type { FoundRuntimes } from '../../orchestrate/prepare/find-runtimes.ts';
import { failureText } from '../../tables/failure-text.ts';
import type { Terminal } from './terminal.ts';

export function announce(terminal: Terminal, verbose: boolean) {
  const { paintErr } = terminal;
  return ({ runtimes, reference }: Choice, found: FoundRuntimes, seed: number): void => {
    for (const trouble of found.missing) terminal.err(failureText(trouble, paintErr, 'warning'));
    for (const { id, version, executable, source, manifest, startedWith } of found.runtimes) {
      const used = runtimes.some((runtime) => runtime.id === id);
      if (!used && !verbose) continue;
      const started = startedWith === undefined ? '' : `, ${startedPhrase(startedWith)}`;
      const line = visibleText(
        `${id}: ${manifest.title} ${version}, ${executable} (${source})${started}${used ? '' : ', not used'}`,
      );
      terminal.err(used ? line : paintErr('dim', line));
    }
    if (verbose)
      for (const { cause } of found.passedOver)
        terminal.err(paintErr('dim', visibleText(`passed over: ${cause}`)));
    terminal.err(visibleText(`reference: ${reference}, seed: ${seed}`));
  };
}
