// The statistic with which the history looks for change points; null: none is built in.
import type { FindChangePoints } from '../../../reports/site/history.ts';

export const CHANGE_POINTS: FindChangePoints | null = null;
