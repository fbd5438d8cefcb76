"""Makes reference vectors for the moderated variances and the looks of harness/stats. By hand only, in any environment of its own:

    pip install numpy scipy mpmath && python scripts/stats-vectors-3.py [name ...]

Names: gamma moderated looks. Without any: all of them (two minutes). Then `npx biome format --write harness/stats/vectors`.
The table that `looks` prints stands in harness/stats/group-sequential.ts too; a test compares the two.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

VECTORS = Path(__file__).resolve().parent.parent / "harness" / "stats" / "vectors"
SEED = 20_240_607

# Numbers of pairs at which the verdicts of a block are looked for.
LOOKS = (8, 12, 18, 27, 40)
ERRORS = (5e-2, 2e-2, 1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 1e-6)

Array = NDArray[np.float64]


def gamma() -> object:
    """By mpmath with 30 digits; the inverse by solving there, too."""
    mpmath.mp.dps = 30
    points = [1e-3, 0.05, 0.5, 1, 1.4616321449683622, 2, 2.5, 3.75, 5, 9.5, 11.99, 12, 17, 60.5, 1e3, 1e7]
    values = [1e-9, 1e-4, 0.01, 0.1, 0.3, 0.75, 1.5, 4.934802200544679, 50, 1e4, 1e9]

    def inverse(value: float) -> float:
        def off(log_x: object) -> object:
            return mpmath.log(mpmath.psi(1, mpmath.exp(log_x))) - mpmath.log(value)

        start = -mpmath.log(value) if value < 1 else -mpmath.log(value) / 2
        return float(mpmath.exp(mpmath.findroot(off, start)))

    return {
        "functions": [
            {"x": x, "digamma": float(mpmath.psi(0, x)), "trigamma": float(mpmath.psi(1, x))} for x in points
        ],
        "inverse": [{"y": y, "x": inverse(y)} for y in values],
    }


def fit_prior(variances: Array, df: Array) -> tuple[float, float]:
    """Smyth 2004, section 6.2, by SciPy: the scale s0^2 and d0. None of the code that is tested is used."""
    e = np.log(variances) - special.digamma(df / 2) + np.log(df / 2)
    beyond = float(e.var(ddof=1) - special.polygamma(1, df / 2).mean())
    if beyond <= 0:
        return float(np.exp(e.mean())), float("inf")
    half = float(optimize.brentq(lambda x: special.polygamma(1, x) - beyond, 1e-6, 1e9, xtol=1e-14, rtol=1e-14))
    return float(np.exp(e.mean() + special.digamma(half) - np.log(half))), 2 * half


def moderate(variances: Array, df: Array) -> tuple[Array, Array]:
    """The moderated variances and their degrees of freedom."""
    scale, d0 = fit_prior(variances, df)
    most = np.minimum(d0, (df.sum() - df) / 4)
    borrowed = most * np.minimum(1, 2 * stats.f.sf(variances / scale, df, most))
    pooled = (borrowed * scale + df * variances) / (borrowed + df)
    return np.maximum(variances, pooled), df + borrowed


def moderated() -> object:
    """Groups with equal and unequal degrees of freedom, of one variance and of several."""
    rng = np.random.default_rng(SEED)
    cases = []
    for df in ([5] * 4, [5] * 7, [7] * 7, [11] * 6, [5, 5, 8, 8, 13, 31], [5, 7, 7, 7, 11, 11, 17], [7, 7, 7, 39]):
        for d0 in (2.0, 10.0, np.inf):
            d = np.array(df, dtype=float)
            true = np.ones(len(d)) if np.isinf(d0) else d0 / rng.chisquare(d0, len(d))
            variances = 9e-4 * true * rng.chisquare(d) / d
            scale, found = fit_prior(variances, d)
            after, total = moderate(variances, d)
            cases.append(
                {
                    "variances": variances.tolist(),
                    "df": df,
                    "prior": {"variance": scale, "df": None if np.isinf(found) else found},
                    "moderated": [list(pair) for pair in zip(after.tolist(), total.tolist(), strict=True)],
                }
            )
    return cases


def bound(pairs: int, d0: float, level: float) -> float:
    """Where |sum / sqrt(total squares)| of so many pairs lies when Student's interval of this level just misses."""
    t = float(stats.t.isf(level / 2, pairs - 1 + d0))
    return t * float(np.sqrt(pairs / (t * t + d0 + pairs - 1)))


def radii(pairs: float, more: int) -> tuple[Array, Array]:
    """Nodes and weights of the share of the squares that the first pairs hold: Beta(pairs / 2, more / 2)."""
    x, weight = special.roots_jacobi(160, more / 2 - 1, pairs / 2 - 1)
    return (1 + x) / 2, weight / weight.sum()


def crossing(u: Array, pairs: int, more: int, d0: float, limit: float) -> Array:
    """The chance that `more` pairs carry u beyond the limit."""
    share, weight = radii(d0 + pairs, more)
    scale = np.sqrt(more * (1 - share))

    def above(x: Array) -> Array:
        if more == 1:
            return np.where(x >= 1, 0.0, np.where(x <= -1, 1.0, 0.5))
        return np.asarray(special.betainc((more - 1) / 2, (more - 1) / 2, (1 - np.clip(x, -1, 1)) / 2))

    moved = u[:, None] * np.sqrt(share)
    return np.asarray((above((limit - moved) / scale) + above((limit + moved) / scale)) @ weight)


def kernel(u: Array, v: Array, pairs: int, more: int, d0: float) -> Array:
    """The density of v after `more` pairs from u."""
    out = np.zeros((len(u), len(v)))
    for share, weight in zip(*radii(d0 + pairs, more), strict=True):
        scale = np.sqrt(more * (1 - share))
        rho = (v[None, :] - u[:, None] * np.sqrt(share)) / scale
        inside = np.maximum(1 - rho * rho, 1e-300) ** ((more - 3) / 2)
        out += weight / scale * np.where(np.abs(rho) < 1, inside, 0)
    return out / float(special.beta((more - 1) / 2, 0.5))


def any_miss(looks: Sequence[int], level: float, d0: float, *, adversary: bool = False) -> float:
    """The chance that any look's Student interval of normal pairs misses, by recursive integration.

    u = sum / sqrt(sum of squares) is free of the scale and independent of the sum of squares, so it is a Markov chain in one
    dimension, as the sum is where the variance is known (Armitage, McPherson, Rowe 1969). d0 degrees of freedom of a prior are squares
    that are there before the first pair. An adversary may end anywhere between two looks, chosen at the former from all data so far.
    """
    x, weight = np.polynomial.legendre.leggauss(200)
    limits = [bound(pairs, d0, level) for pairs in looks]
    later: Array | None = None
    for index in range(len(looks) - 2, -1, -1):
        pairs, more = looks[index], looks[index + 1] - looks[index]
        u = x * limits[index]
        value = crossing(u, pairs, more, d0, limits[index + 1])
        if later is not None:
            value = value + kernel(u, x * limits[index + 1], pairs, more, d0) @ (later * weight * limits[index + 1])
        if adversary:
            for few in range(1, more):
                value = np.maximum(value, crossing(u, pairs, few, d0, bound(pairs + few, d0, level)))
        later = value
    if later is None:
        return level
    first, limit = looks[0], limits[0]
    density = (1 - (x * limit) ** 2 / first) ** ((d0 + first - 3) / 2)
    density /= float(special.beta((d0 + first - 1) / 2, 0.5)) * np.sqrt(first)
    return level + float((density * later * weight).sum() * limit)


def looks() -> object:
    """For each total error the share of it that each look may have, for Student's pairs, rounded down."""

    def share(error: float) -> float:
        found = optimize.brentq(
            lambda part: any_miss(LOOKS, part * error, 0) / error - 1, 1 / len(LOOKS), 0.5, xtol=1e-5
        )
        return float(np.floor(found * 1e4) / 1e4)

    table = [[error, share(error)] for error in ERRORS]
    print("looks", table)
    held = [
        {
            "error": error,
            "d0": d0,
            "anyMiss": any_miss(LOOKS, part * error, d0) / error,
            "adversary": any_miss(LOOKS, part * error, d0, adversary=True) / error,
        }
        for error, part in table
        if error in (0.05, 0.01, 1e-3, 2e-4)
        for d0 in (0, 5, 12, 200)
    ]
    for row in held:
        print(row)
    return {"looks": LOOKS, "shares": table, "held": held}


def main() -> None:
    makers: dict[str, Callable[[], object]] = {"gamma": gamma, "moderated": moderated, "looks": looks}
    for name in sys.argv[1:] or makers:
        (VECTORS / f"{name}.json").write_text(json.dumps(makers[name](), indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
