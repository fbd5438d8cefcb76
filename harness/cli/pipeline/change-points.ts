// The statistic with which the history looks for change points, on the scale that it is made for: logarithms of ratios.
import type { FindChangePoints } from '../../../reports/site/history.ts';
import { changePoints } from '../../stats/change-points.ts';

export const CHANGE_POINTS: FindChangePoints = (ratios) =>
  changePoints(ratios.map(Math.log)).map(({ at }) => ({ index: at, confidence: null }));
