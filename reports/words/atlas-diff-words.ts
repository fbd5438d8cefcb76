// What changed between two columns of the atlas, as a sentence.
import type { AtlasDiff } from '../../harness/contract/atlas.ts';
import { columnText } from './atlas-words.ts';

export function diffSentence({ from, to, changes, same, unknown }: AtlasDiff): string {
  const rows = (count: number): string => `${count} row${count === 1 ? '' : 's'}`;
  const changed =
    changes.length === 0 ? 'Nothing that was observed differs' : `${rows(changes.length)} differ`;
  const silent =
    unknown === 0
      ? ''
      : ` Of ${rows(unknown)} nothing is said: at least one of the two was not observed there.`;
  const verb = changes.length === 1 ? changed.replace('differ', 'differs') : changed;
  return `${verb} between ${columnText(from)} and ${columnText(to)}; ${rows(same)} ${same === 1 ? 'is' : 'are'} alike.${silent}`;
}
