// `--across`: what two stored runs may differ in and be compared all the same.
import { Option } from 'commander';
import { ACROSS } from '../../compare/machine-differences.ts';
import type { Across } from '../../compare/machine-differences.ts';
import { choicesOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { collect } from './common-options.ts';

export const acrossOption = (): Option =>
  new Option(
    '--across <what>',
    'compare stored runs though these differ, and say so in each row: machines, runtimes or both, separated by commas',
  ).argParser(collect);

export const readAcross = (raw: RawOptions): readonly Across[] => choicesOption(raw, 'across', ACROSS);
