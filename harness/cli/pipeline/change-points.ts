// The statistic that finds change points in a history, on its proper scale: logarithms of ratios.
import type { FindChangePoints } from '../../../reports/site/history.ts';
import { changePoints } from '../../stats/change-points.ts';

export const CHANGE_POINTS: FindChangePoints = (ratios) =>
  changePoints(ratios.map(Math.log)).map(({ at }) => ({ index: at, confidence: null }));
