"""One prepared workload: its rounds, its slices, its end. Only the window itself happens inside of windows."""

from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import NamedTuple

from evenloop_runner import resources
from evenloop_runner.catalogue import Open
from evenloop_runner.failure import WorkloadError
from evenloop_runner.generators import drive
from evenloop_runner.kit import Endpoint, Kit, Params, Workload
from evenloop_runner.messages import JsonObject, JsonValue, Prepare, Round, Slices
from evenloop_runner.recorder import Recorder, Recording
from evenloop_runner.sidecar import SegmentReference, Sidecar
from evenloop_runner.slices import run_slices
from evenloop_runner.stalls import Later, Stalls
from evenloop_runner.token_file import TokenFile
from evenloop_runner.trail import open_trail


class Totals(NamedTuple):
    """What `finished` says."""

    rounds: int = 0
    slices: int = 0
    operations: int = 0
    events: int = 0


class Job:
    """An open workload, its recorder and its sidecar files."""

    __slots__ = ("_events", "_kit", "_later", "_now", "_recorder", "_samples", "_unfinished", "_workload", "totals")

    def __init__(self, message: Prepare, now: Callable[[], int], later: Later) -> None:
        self._samples = Sidecar(message.samples_path)
        self._events = Sidecar(message.events_path)
        trail = open_trail(message.trail_path, message.event_capacity)
        self._recorder = Recorder(message.alphabet, message.event_capacity, message.sample_capacity, now, trail)
        # The round that is under way, or that has failed.
        self._unfinished: Round | None = None
        self._now = now
        self._later = later
        self._kit = Kit(
            kinds={kind.name: kind.code for kind in message.alphabet},
            nonce=message.nonce,
            seed=message.seed,
            directory=message.directory,
            endpoints=message.endpoints,
            emit=self._recorder.emit,
            sample=self._recorder.sample,
            now=now,
        )
        self._workload: Workload | None = None
        self.totals = Totals()

    async def open(self, open_workload: Open, params: Params) -> Mapping[str, Endpoint]:
        """Open the workload; the answer is where it listens."""
        opened = open_workload(params, self._kit)
        self._workload = await opened if isinstance(opened, Awaitable) else opened
        return self._kit.opened()

    async def round(self, message: Round) -> JsonObject:
        """One complete pass; the answer is the body of `rounded`."""
        round_of = self._opened().round
        self._kit.begin_round(message.round, message.endpoints, traced=message.purpose == "traced")
        self._unfinished = message
        self._recorder.start(message.record, message.round)
        now = self._now
        stalls = None if message.stalls is None else Stalls(message.stalls, now, self._later)
        try:
            before = resources.read_before()
            start_ns = now()
            operations = round_of()
            if not isinstance(operations, int):
                operations = await (drive(operations) if isinstance(operations, Generator) else operations)
            end_ns = now()
            after = resources.read_after()
        finally:
            self._recorder.stop()
            stalled = {} if stalls is None else {"stalls": stalls.end()}
        recording = self._recorder.recording()
        if type(operations) is not int or operations < 0:
            raise WorkloadError("bad-workload", f"round answered {operations!r:.100}, not a number of operations")
        self._unfinished = None
        totals = self.totals
        self.totals = totals._replace(
            rounds=totals.rounds + 1,
            operations=totals.operations + operations,
            events=totals.events + recording.events,
        )
        return {
            "round": message.round,
            "startNs": start_ns,
            "endNs": end_ns,
            "operations": operations,
            **self._report(message, recording),
            "resources": _resources_json(resources.difference(before, after)),
            **stalled,
        }

    async def slices(self, message: Slices, tokens: TokenFile) -> JsonObject:
        """One slice for each token, of which nothing is recorded but the times; the answer is the body of `sliced`."""
        slice_of: Callable[[int], object] | None = getattr(self._opened(), "slice", None)
        if slice_of is None:
            raise WorkloadError("no-slice", "the workload cannot be sliced in this style")
        self._kit.begin_slices()
        rows, operations, columns = await run_slices(slice_of, message.capacity, tokens, self._now)
        totals = self.totals
        self.totals = totals._replace(slices=totals.slices + rows, operations=totals.operations + operations)
        return {"operations": operations, "slices": _reference_json(self._samples.append("slices", rows, columns))}

    def halt(self) -> JsonObject | None:
        """Record nothing more; the answer is the body of `halted`, or None where no round is under way or has failed."""
        round_message = self._unfinished
        if round_message is None:
            return None
        rows, columns = self._recorder.so_far()
        without = round_message.record == "none"
        events = None if without else _reference_json(self._events.append("events", rows, columns))
        return {"round": round_message.round, "events": events}

    async def close(self) -> None:
        """Close the workload and the files."""
        try:
            await _settled(self._opened().close())
        finally:
            self._samples.close()
            self._events.close()

    def _opened(self) -> Workload:
        if self._workload is None:
            raise RuntimeError("the workload is not open")
        return self._workload

    def _report(self, message: Round, recording: Recording) -> JsonObject:
        if message.record == "none":
            return {"counts": {}, "digests": [], "samples": None, "events": None}
        samples = events = None
        if rows := len(recording.samples):
            samples = _reference_json(self._samples.append("samples", rows, [recording.samples.tobytes()]))
        if recording.columns is not None:
            events = _reference_json(self._events.append("events", recording.events, recording.columns))
        return {
            "counts": dict(recording.counts),
            "digests": _digests_json(recording),
            "samples": samples,
            "events": events,
        }


async def _settled(result: object) -> None:
    if isinstance(result, Generator):
        await drive(result)
    elif isinstance(result, Awaitable):
        await result


def _reference_json(reference: SegmentReference) -> JsonObject:
    return {"offset": reference.offset, "count": reference.rows}


def _digests_json(recording: Recording) -> list[JsonValue]:
    digests: list[JsonValue] = []
    for key in sorted(recording.sequences.keys() | recording.frees.keys()):
        digest: JsonObject = {"key": key}
        if (sequence := recording.sequences.get(key)) is not None:
            digest["sequence"] = {"count": sequence.events, "crc": sequence.crc}
        if (free := recording.frees.get(key)) is not None:
            digest["free"] = {"count": free.events, "low": free.low, "high": free.high}
        digests.append(digest)
    return digests


def _resources_json(used: resources.Resources) -> JsonObject:
    return {
        "userCpuNs": used.user_cpu_ns,
        "systemCpuNs": used.system_cpu_ns,
        "voluntarySwitches": used.voluntary_switches,
        "involuntarySwitches": used.involuntary_switches,
        "peakResidentBytes": used.peak_resident_bytes,
        "runNs": used.run_ns,
        "waitNs": used.wait_ns,
        # To be told by the collector would cost a call for each of its runs, inside the window.
        "gcPauseNs": None,
    }
