// The options of `gate --self-test`, checked, with their defaults.
import { FailureError, failure } from '../../contract/failure.ts';
import { GRANTS } from '../../contract/request.ts';
import type { GateOptions, Grant } from '../../contract/request.ts';
import { flagOption, integerOption, listOption, textOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';

const BLOCKS = 48;
const FEWEST_BLOCKS = 6;

export function readGateOptions(raw: RawOptions): GateOptions {
  if (!flagOption(raw, 'self-test'))
    throw new FailureError(
      failure(
        'EL1004',
        'gate was called without --self-test.',
        'Run `evenloop gate --self-test`, or gate a pull request with `evenloop compare --base-ref <ref>`.',
      ),
    );
  return {
    scenarios: listOption(raw, 'scenario'),
    subjects: listOption(raw, 'subject'),
    blocks: integerOption(raw, 'blocks', { from: FEWEST_BLOCKS, to: 1000 }) ?? BLOCKS,
    gates: integerOption(raw, 'gates', { from: 0, to: 100 }) ?? 2,
    neighbour: integerOption(raw, 'neighbour', { from: 0, to: 100 }) ?? 0,
    seed: integerOption(raw, 'seed', { from: 0, to: 0xffffffff }),
    pairsOut: textOption(raw, 'pairs-out'),
    without: grantsOption(raw),
    json: flagOption(raw, 'json'),
  };
}

function grantsOption(raw: RawOptions): readonly Grant[] {
  return listOption(raw, 'without').map((name) => {
    const grant = GRANTS.find((item) => item === name);
    if (grant !== undefined) return grant;
    throw new FailureError(
      failure(
        'EL1004',
        `--without is ${JSON.stringify(name)}.`,
        `Give --without some of ${GRANTS.join(', ')}, separated by commas.`,
      ),
    );
  });
}
