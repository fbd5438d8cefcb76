// What ordering.phases records: which case it is, what of it has run, and when all has.
import type { Kit } from '../../../harness/contract/kit.ts';

/** Keys of the cases and ids of what can run: places in the lists that the scenario has, too. */
const CASES: readonly string[] = ['start', 'await', 'turn', 'timer', 'poll', 'micro', 'eager'];
const LABELS: readonly string[] =
  'sync tick micro immediate timer poll close soon task future threadsafe body caller'.split(' ');

export interface PhaseCase {
  /** Records that this has run. */
  readonly ran: (label: string) => void;
  /** Promises that this will run: the answer records that it has. */
  readonly armed: (label: string) => () => void;
  /** Settles when everything that was armed has run. */
  readonly whole: Promise<void>;
}

export function makeCases(kit: Kit): (pass: number, name: string) => PhaseCase {
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const kind = kit.kinds['ran'] ?? 0;

  return (pass, name) => {
    const key = CASES.indexOf(name);
    let left = 0;
    let finish = (): void => {};
    const whole = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const ran = (label: string): void => {
      const id = LABELS.indexOf(label);
      const digest = Math.imul(seed ^ (pass * 0x10000 + key * 0x100 + id), 0x9e3779b1) >>> 0;
      kit.emit(kind, key, id, digest);
    };
    return {
      ran,
      armed(label) {
        left++;
        return () => {
          ran(label);
          if (--left === 0) finish();
        };
      },
      whole,
    };
  };
}
