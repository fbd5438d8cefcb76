// Opens a written page for whoever sits at the terminal: in a pipe or a script nobody would see it.
import { fileLink, openLink } from '../../publish/open-link.ts';
import { failureText } from '../../tables/failure-text.ts';
import type { Terminal } from './terminal.ts';

export async function openPage(path: string, terminal: Terminal): Promise<void> {
  if (!terminal.interactive) {
    terminal.err('--open: this is no terminal, so nothing is opened.');
    return;
  }
  const troubles = await openLink(fileLink(path));
  for (const trouble of troubles) terminal.err(failureText(trouble, terminal.paintErr, 'warning'));
}
