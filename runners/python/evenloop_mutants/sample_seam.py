"""The seam between a workload and its samples: other samples than were taken, or another clock behind them."""

from collections.abc import Callable
from time import monotonic

from evenloop_mutants.moment import Moment, Patch
from evenloop_runner.kit import Kit

Sample = Callable[[float], None]


def install(patch: Patch, kit: Kit, moment: Moment) -> None:
    """Patch the kit of one workload."""
    sample, now = kit.sample, kit.now
    lie = _lie_of(patch, sample)
    if lie is not None:
        kit.sample = _while_acting(lie, sample, moment)
    if patch.act == "coarse-clock":
        step_ns = int(patch.number("ms") * 1_000_000)
        kit.now = lambda: now() // step_ns * step_ns if moment.acts else now()
    if patch.act == "callback-clock":
        kit.now = lambda: now() - round((monotonic() - moment.callback_began) * 1e9) if moment.acts else now()


def _while_acting(lie: Sample, sample: Sample, moment: Moment) -> Sample:
    def patched(nanoseconds: float) -> None:
        (lie if moment.acts else sample)(nanoseconds)

    return patched


def _lie_of(patch: Patch, sample: Sample) -> Sample | None:
    """Give what samples instead; None for patches of other seams."""
    match patch.act:
        case "no-samples":
            return lambda _nanoseconds: None
        case "constant-samples":
            constant = patch.number("ns")
            return lambda _nanoseconds: sample(constant)
        case "repeat-samples":
            return _repeated(sample, int(patch.number("times")))
        case "shift-samples":
            by = patch.number("ns")
            return lambda nanoseconds: sample(nanoseconds + by)
        case "hidden-early" | "hidden-late":
            shift = patch.number("ms") * 1e6 * (1 if patch.act == "hidden-early" else -1)
            return lambda nanoseconds: sample(nanoseconds + shift)
    return None


def _repeated(sample: Sample, times: int) -> Sample:
    def repeat(nanoseconds: float) -> None:
        for _ in range(times):
            sample(nanoseconds)

    return repeat
