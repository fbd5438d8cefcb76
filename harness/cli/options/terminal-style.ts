// How a command shows itself: colour, signs, progress, events. The same options for every command.
import { FailureError, failure } from '../../contract/failure.ts';
import { choiceOption, flagOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

export const COLOUR_CHOICES = ['auto', 'always', 'never'] as const;
export const PROGRESS_CHOICES = ['auto', 'live', 'plain', 'none'] as const;

export interface TerminalStyle {
  readonly colour: (typeof COLOUR_CHOICES)[number];
  readonly progress: (typeof PROGRESS_CHOICES)[number];
  /** Only signs that every terminal has. */
  readonly ascii: boolean;
  /** Events on stdout instead of tables. */
  readonly events: boolean;
}

export const USUAL_STYLE: TerminalStyle = { colour: 'auto', progress: 'auto', ascii: false, events: false };

export function readTerminalStyle(raw: RawOptions): TerminalStyle {
  const [json, events] = [flagOption(raw, 'json'), flagOption(raw, 'ndjson')];
  if (json && events)
    throw new FailureError(
      failure(
        'EL1004',
        '--json and --ndjson were given together.',
        'Choose one document or a stream of events.',
      ),
    );
  return {
    colour: colourOf(raw),
    progress: choiceOption(raw, 'progress', PROGRESS_CHOICES) ?? 'auto',
    // Data is never changed for the sake of a terminal.
    ascii: flagOption(raw, 'ascii') && !json && !events,
    events,
  };
}

/** `--no-color` is `--color=never`. */
function colourOf(raw: RawOptions): TerminalStyle['colour'] {
  if (raw['color'] === false) return 'never';
  return choiceOption(raw, 'color', COLOUR_CHOICES) ?? 'auto';
}
