// The seam of children: their pipes end when the child does, or one pipe takes the other with it.
import childProcess, { ChildProcess } from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import type { Readable } from 'node:stream';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

export function patchChildren(patch: Patch, moment: Moment): void {
  if (patch.act === 'end-with-exit') spawned(moment, endWithExit);
  if (patch.act === 'deaf-after-end') spawned(moment, deafAfterEnd);
}

function spawned(moment: Moment, alter: (child: ChildProcess) => void): void {
  const spawn: unknown = Reflect.get(childProcess, 'spawn');
  if (typeof spawn !== 'function') throw new Error('no `spawn`');
  Object.assign(childProcess, {
    spawn(...args: unknown[]): unknown {
      const child: unknown = Reflect.apply(spawn, childProcess, args);
      if (moment.acts() && child instanceof ChildProcess) alter(child);
      return child;
    },
  });
  syncBuiltinESMExports();
}

function endWithExit(child: ChildProcess): void {
  let lives = true;
  const held: (() => void)[] = [];
  child.once('exit', () => {
    lives = false;
    for (const tell of held) tell();
  });
  for (const pipe of pipesOf(child)) {
    const emit = pipe.emit.bind(pipe) as (name: string, ...args: unknown[]) => boolean;
    Object.assign(pipe, {
      emit(name: string, ...args: unknown[]): boolean {
        if (!lives || (name !== 'end' && name !== 'close')) return emit(name, ...args);
        held.push(() => emit(name, ...args));
        return true;
      },
    });
  }
}

function deafAfterEnd(child: ChildProcess): void {
  const [out, err] = pipesOf(child);
  if (out === undefined || err === undefined) return;
  const push = err.push.bind(err);
  Object.assign(err, { push: (chunk: unknown) => (out.readableEnded && chunk !== null) || push(chunk) });
}

function pipesOf({ stdout, stderr }: ChildProcess): readonly Readable[] {
  return [stdout, stderr].filter((pipe) => pipe !== null);
}
