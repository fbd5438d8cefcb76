"""Writes harness/stats/vectors/scipy.json: what SciPy answers where evenloop answers itself.

Run by hand, in an environment of its own: `pip install scipy==1.17.1`, then `python scripts/stats-vectors.py`,
then `npx biome format --write harness/stats/vectors`. The tests read the file; they need no Python.
"""

import json
import math
import random
from pathlib import Path

import numpy
import scipy
from scipy import stats

TRIM = 0.25
LEVELS = (0.95, 0.99, 0.99822, 0.99896)
MOST_EXACT = 12
TARGET = Path(__file__).parent.parent / "harness" / "stats" / "vectors" / "scipy.json"


def samples() -> list[list[float]]:
    """Normal values, values with outliers, and values with ties, in all the sizes that matter."""
    chance = random.Random(20240607)
    out = []
    for count in (2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 15, 20, 27, 36, 48, 100):
        normal = [round(chance.gauss(0.03, 0.02), 6) for _ in range(count)]
        wild = [value + (chance.choice((-0.6, 0.9)) if chance.random() < 0.15 else 0) for value in normal]
        ties = [round(value, 2) for value in normal]
        out += [normal, [round(value, 6) for value in wild]]
        if len(set(ties)) > 1:
            out.append(ties)
    return out


def yuen(values: list[float]) -> dict[str, float]:
    """Error and degrees of freedom from SciPy's two-sample test of the values against their mirror image.

    There both sides have the same error and opposite trimmed means, so the statistic is sqrt(2) trimmed mean / error.
    """
    mirrored = [-value for value in values]
    tested = stats.ttest_ind(values, mirrored, equal_var=False, trim=TRIM)
    centre = float(stats.trim_mean(values, TRIM))
    error = abs(math.sqrt(2) * centre / float(tested.statistic))
    return {"error": error, "df": float(tested.df) / 2}


def case(values: list[float]) -> dict[str, object]:
    """Everything that SciPy says of one sample."""
    count = len(values)
    centre = float(stats.trim_mean(values, TRIM))
    of_yuen = yuen(values) if math.isfinite(yuen(values)["error"]) and yuen(values)["error"] > 0 else None
    out: dict[str, object] = {"values": values, "trimmedMean": centre}
    mean, sem = float(numpy.mean(values)), float(stats.sem(values))
    out["student"] = [[level, *map(float, stats.t.interval(level, count - 1, mean, sem))] for level in LEVELS]
    if of_yuen is not None:
        out["yuen"] = of_yuen | {
            "intervals": [
                [level, *map(float, stats.t.interval(level, of_yuen["df"], centre, of_yuen["error"]))]
                for level in LEVELS
            ]
        }
    if count <= MOST_EXACT:
        out["flipTrimmed"] = flipped(values, lambda x: float(stats.trim_mean(x, TRIM)))
        out["flipMean"] = flipped(values, lambda x: float(numpy.mean(x)))
    return out


def flipped(values: list[float], statistic: object) -> float:
    """The exact sign-flip test: SciPy's permutation test of one paired sample."""
    tested = stats.permutation_test(
        (numpy.array(values),), statistic, permutation_type="samples", vectorized=False, n_resamples=2**MOST_EXACT
    )
    return float(tested.pvalue)


def xoshiro(state: list[int], count: int) -> list[int]:
    """xoshiro128** in whole numbers of any length, after https://prng.di.unimi.it/xoshiro128starstar.c."""
    mask = 2**32 - 1
    rotated = lambda x, k: (x << k | x >> (32 - k)) & mask  # noqa: E731
    a, b, c, d = state
    out = []
    for _ in range(count):
        out.append(rotated(b * 5 & mask, 7) * 9 & mask)
        t = b << 9 & mask
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= t
        d = rotated(d, 11)
    return out


def main() -> None:
    """Write the file."""
    document = {
        "madeBy": f"SciPy {scipy.__version__}, NumPy {numpy.__version__}; scripts/stats-vectors.py",
        "cases": [case(values) for values in samples()],
        "xoshiro": {"state": [1, 2, 3, 4], "outputs": xoshiro([1, 2, 3, 4], 12)},
    }
    TARGET.write_text(json.dumps(document, indent=1) + "\n")


main()
