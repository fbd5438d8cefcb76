// The stimulus `edits`: changes files one by one, and goes on only when the workload has acknowledged the state.
import { join } from 'node:path';
import { assertNever } from '../../contract/failure.ts';
import type { Edit } from '../../contract/edit.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import { contentOfDecoy, initialContent, statesOfEdits } from '../../contract/stimulus.ts';
import type { WitnessContext } from './context.ts';
import { openEditRound } from './edit-round.ts';
import type { PreparedEdit } from './edit-round.ts';
import { perform } from './file-acts.ts';
import type { FileAct } from './file-acts.ts';
import type { ArmedWitness } from './port.ts';
import { openWriter } from './writer.ts';

type Edits = Extract<Stimulus, { kind: 'edits' }>;

export async function openFileWriter(stimulus: Edits, context: WitnessContext): Promise<ArmedWitness> {
  layOut(stimulus, context);
  return openWriter((round, send) =>
    openEditRound(prepareRound(stimulus.edits, round, context), send, context),
  );
}

/** Files to edit and decoys, all there before the workload opens its watch. */
function layOut(stimulus: Edits, { directory, secret }: WitnessContext): void {
  const keys = new Map(stimulus.edits.map((edit) => [edit.file, edit.key]));
  if (
    new Set(keys.values()).size !== keys.size ||
    stimulus.edits.some(({ file, key }) => keys.get(file) !== key)
  )
    throw new Error('files and keys of the edits must belong together one to one');
  if (stimulus.decoys.some((name) => keys.has(name)))
    throw new Error('a decoy has the name of an edited file');
  for (const [file, key] of keys)
    perform({ kind: 'overwrite', path: join(directory, file), bytes: initialContent(secret, key) });
  for (const [index, name] of stimulus.decoys.entries())
    perform({ kind: 'overwrite', path: join(directory, name), bytes: contentOfDecoy(secret, index) });
}

/** All that can be known before the round is made before the round. */
function prepareRound(
  edits: readonly Edit[],
  round: number,
  { directory, secret }: WitnessContext,
): PreparedEdit[] {
  const lengths = new Map<number, number>();
  return statesOfEdits(secret, round, edits).map((state) => {
    const { op, file } = edits[state.index] as Edit;
    const act = actOf(op, join(directory, file), state.content, lengths.get(state.key) ?? 0);
    lengths.set(state.key, state.content.length);
    return { state, act };
  });
}

function actOf(op: Edit['op'], path: string, content: Uint8Array, previousLength: number): FileAct {
  switch (op) {
    case 'write':
      return { kind: 'overwrite', path, bytes: content };
    case 'append':
      return { kind: 'append', path, bytes: content.subarray(previousLength) };
    case 'truncate':
      return { kind: 'truncate', path, length: content.length };
    case 'same':
      return { kind: 'rewrite', path, bytes: content };
    default:
      return assertNever(op);
  }
}
