"""Makes reference vectors and Monte Carlo tables for harness/stats. By hand only, in any environment of its own:

    pip install numpy scipy && python scripts/stats-vectors-2.py [name ...]

Names: e-process change-points modality. Without any: all of them (some minutes).
The tables are printed as they stand in the TypeScript sources too; a test compares the two.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import integrate, stats

VECTORS = Path(__file__).resolve().parent.parent / "harness" / "stats" / "vectors"
SEED = 20_240_607
REPLICATES = 200_000
GRID = [8, 9, 10, 11, 12, 14, 16, 18, 20, 24, 28, 32, 40, 50, 64, 80, 100, 130, 160, 200, 300, 400, 600, 1000]
ALPHA = 0.01


def e_process() -> object:
    """E-values by integrating the noncentral t density over the normal prior of the standardised mean: no closed form used."""
    rng = np.random.default_rng(SEED)
    cases = []
    for n in (2, 3, 5, 8, 20, 60):
        for shift in (0.0, 0.7, 2.0):
            for g in (0.3, 3.0):
                values = rng.normal(shift, 1.0, n) * 0.01
                t = float(values.mean() / (values.std(ddof=1) / np.sqrt(n)))

                def density(delta: float, t: float = t, n: int = n, g: float = g) -> float:
                    scale = np.sqrt(g)
                    return float(stats.nct.pdf(t, n - 1, np.sqrt(n) * delta) * stats.norm.pdf(delta, 0, scale))

                reach = 8 * np.sqrt(g)
                spots = [0.0, t / np.sqrt(n)]
                mixed, _ = integrate.quad(density, -reach, reach, points=spots, limit=500, epsabs=0, epsrel=1e-9)
                cases.append({"values": values.tolist(), "g": g, "e": mixed / float(stats.t.pdf(t, n - 1))})
    return cases


def windows(n: int) -> list[tuple[int, int]]:
    """The whole, its three overlapping halves, seven quarters and so on, down to 16 values: as in change-points.ts."""
    found = [(0, n)]
    parts = 2
    while n // parts >= 16:
        length = n // parts
        count = 2 * parts - 1
        found += [(k * (n - length) // (count - 1), k * (n - length) // (count - 1) + length) for k in range(count)]
        parts *= 2
    return found


def strongest_split(values: np.ndarray) -> np.ndarray:
    """For each row the largest two-sample t, as a normal deviate, over all windows and their splits with four values a side."""
    ones = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    squares = np.pad(np.cumsum(values**2, axis=1), ((0, 0), (1, 0)))
    best = np.zeros(values.shape[0])
    for start, end in windows(values.shape[1]):
        free = end - start - 2
        for at in range(start + 4, end - 3):
            left, right = ones[:, at] - ones[:, start], ones[:, end] - ones[:, at]
            k, m = at - start, end - at
            within = squares[:, end] - squares[:, start] - left**2 / k - right**2 / m
            squared = (right / m - left / k) ** 2 / (within / free * (1 / k + 1 / m))
            deviate = np.sqrt(free * np.log1p(squared / free)) * (8 * free + 1) / (8 * free + 3)
            np.maximum(best, deviate, out=best)
    return best


def separation(values: np.ndarray) -> np.ndarray:
    """How far two clusters of sorted rows stand apart: see harness/stats/modality.ts."""
    values = np.sort(values, axis=1)
    n = values.shape[1]
    fewest = max(2, int(np.ceil(0.15 * n - 1e-9)))
    ones = np.cumsum(values, axis=1)
    squares = np.cumsum(values**2, axis=1)
    best = np.zeros(values.shape[0])
    for k in range(fewest, n - fewest + 1):
        left, right = ones[:, k - 1], ones[:, -1] - ones[:, k - 1]
        within = squares[:, -1] - left**2 / k - right**2 / (n - k)
        apart = (right / (n - k) - left / k) / np.sqrt(within / (n - 2))
        np.maximum(best, apart * 2 * np.sqrt(k * (n - k)) / n, out=best)
    return best


def table(
    grid: list[int], draw: Callable[[int, int], np.ndarray], statistic: Callable[[np.ndarray], np.ndarray]
) -> object:
    """The critical values at `ALPHA` for each n: the upper quantile of the statistic where there is nothing to find."""
    rows = []
    for n in grid:
        step = max(1, 2_000_000 // n)
        found = [statistic(draw(min(step, REPLICATES - at), n)) for at in range(0, REPLICATES, step)]
        rows.append([n, round(float(np.quantile(np.concatenate(found), 1 - ALPHA)), 3)])
    print(json.dumps(rows))
    return rows


def change_points() -> object:
    """Under independent normal values of one level."""
    rng = np.random.default_rng(SEED)
    return {"critical": table(GRID, lambda rows, n: rng.standard_normal((rows, n)), strongest_split)}


def modality() -> object:
    """Under the uniform distribution: of all with one hump the one that looks most like two."""
    rng = np.random.default_rng(SEED)
    return {"critical": table([6, 7, *GRID], lambda rows, n: rng.random((rows, n)), separation)}


MAKERS: dict[str, Callable[[], object]] = {
    "e-process": e_process,
    "change-points": change_points,
    "modality": modality,
}

if __name__ == "__main__":
    VECTORS.mkdir(parents=True, exist_ok=True)
    for chosen in sys.argv[1:] or MAKERS:
        (VECTORS / f"{chosen}.json").write_text(json.dumps(MAKERS[chosen]()) + "\n")
