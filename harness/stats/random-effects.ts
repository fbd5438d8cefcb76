// Estimates of several machines pooled with a random machine effect: Paule-Mandel between-machine variance, Hartung-Knapp interval.
// Hartung and Knapp, Statistics in Medicine 20 (2001) 1771; Paule and Mandel, J. Res. NBS 87 (1982) 377. The interval is never narrower
// than that without their factor, as Roever et al. advise (BMC Med. Res. Methodol. 15 (2015) 99).
import { studentQuantile } from './student-t.ts';

export interface MachineEstimate {
  readonly estimate: number;
  readonly standardError: number;
}

export interface PooledEstimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Standard deviation between machines, in the unit of the estimates; 0: they agree within their own errors. */
  readonly between: number;
}

/** At least two machines, each with a positive and finite standard error; `level` of the interval is between 0 and 1. */
export function poolMachines(machines: readonly MachineEstimate[], level: number): PooledEstimate {
  if (machines.length < 2) throw new Error('fewer than two machines have no spread');
  const variance = betweenVariance(machines);
  const weights = machines.map(({ standardError }) => 1 / (standardError ** 2 + variance));
  const total = sum(weights);
  const estimate = weightedMean(machines, weights);
  const degrees = machines.length - 1;
  const factor = Math.max(1, chiSquare(machines, weights, estimate) / degrees);
  const half = studentQuantile((1 + level) / 2, degrees) * Math.sqrt(factor / total);
  return { estimate, low: estimate - half, high: estimate + half, between: Math.sqrt(variance) };
}

const STEPS = 200;

/** The variance at which the weighted squares are as large as expected; found by bisection, as they fall with it. */
function betweenVariance(machines: readonly MachineEstimate[]): number {
  const excess = (variance: number): number => {
    const weights = machines.map(({ standardError }) => 1 / (standardError ** 2 + variance));
    return chiSquare(machines, weights, weightedMean(machines, weights)) - (machines.length - 1);
  };
  if (excess(0) <= 0) return 0;
  const estimates = machines.map((one) => one.estimate);
  let [low, high] = [0, (Math.max(...estimates) - Math.min(...estimates)) ** 2];
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const weightedMean = (machines: readonly MachineEstimate[], weights: readonly number[]): number =>
  sum(machines.map(({ estimate }, i) => estimate * (weights[i] ?? 0))) / sum(weights);

const chiSquare = (machines: readonly MachineEstimate[], weights: readonly number[], mean: number): number =>
  sum(machines.map(({ estimate }, i) => (weights[i] ?? 0) * (estimate - mean) ** 2));

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
