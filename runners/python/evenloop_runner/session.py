"""The protocol as a state machine: expecting-hello, ready, prepared, finished. Each line gets one reply, in order."""

import traceback
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Literal, NamedTuple, TypeAlias, TypeVar, assert_never

from evenloop_runner.catalogue import Catalogue
from evenloop_runner.clock import ClockFacts
from evenloop_runner.failure import WorkloadError
from evenloop_runner.heap_block import fill_holes, hold_heap_block, hold_small_objects
from evenloop_runner.job import Job, Totals
from evenloop_runner.kit import Params, Unsupported
from evenloop_runner.loop_calls import LoopCalls
from evenloop_runner.messages import (
    MAX_FAILURE_CHARACTERS,
    MAX_REASON_CHARACTERS,
    PROTOCOL_VERSION,
    Clock,
    Finish,
    Halt,
    Hello,
    JsonObject,
    JsonValue,
    Message,
    Prepare,
    Round,
    Slices,
    endpoint_json,
)
from evenloop_runner.parse_message import BadMessageError, parse_message
from evenloop_runner.token_file import TokenFile

State: TypeAlias = Literal["expecting-hello", "ready", "prepared", "finished"]
RefusalCode: TypeAlias = Literal["unsupported", "bad-params", "bad-message", "bad-state"]
_Value = TypeVar("_Value")


class Identity(NamedTuple):
    """What `ready` says of the runner and its runtime."""

    runner: str
    version: str
    runtime_version: str
    loop: str
    executable: str
    implementation: str


class Session:
    """One conversation with a harness."""

    def __init__(
        self,
        identity: Identity,
        catalogue: Catalogue,
        clock: tuple[Callable[[], int], ClockFacts],
        tokens: TokenFile | None,
        reply: Callable[[JsonObject], None],
        calls: LoopCalls,
    ) -> None:
        self._identity = identity
        self._catalogue = catalogue
        self._now, self._clock_facts = clock
        # None when the harness gave us no file for tokens.
        self._tokens = tokens
        self._reply = reply
        self._calls = calls
        self._state: State = "expecting-hello"
        # None while prepared: the workload failed to open, nothing is left but to finish.
        self._job: Job | None = None
        self._strayed: BaseException | None = None
        # The request that is being answered, and one that the harness has given up: it gets no reply.
        self._running: int | None = None
        self._given_up: int | None = None

    def halt(self, line: bytes | None) -> bool:
        """Reply to a line at once if it is `halt`: it does not wait for the round that is under way. False for any other line."""
        # A look at the text first: no other line is read twice.
        if line is None or b"halt" not in line:
            return False
        try:
            message = parse_message(line)
        except BadMessageError:
            return False
        if not isinstance(message, Halt):
            return False
        self._reply(self._halt(message))
        return True

    async def receive(self, line: bytes | None) -> None:
        """Take a line in and reply to it. None stands for a line that was too long."""
        try:
            if line is None:
                raise BadMessageError("the line is too long")  # noqa: TRY301 - one refusal for every bad line
            message = parse_message(line)
        except BadMessageError as error:
            self._reply(_refused(None, "bad-message", str(error)))
            return
        self._running = message.id
        try:
            reply = await self._answer(message)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a workload raises is a reply
            reply = _failed(message.id, error)
        self._running = None
        if message.id != self._given_up:
            self._reply(reply)

    def stray(self, error: BaseException) -> None:
        """Take an uncaught error: the running request fails, or else the next one."""
        if self._strayed is None:
            self._strayed = error
            self._calls.interrupt()

    async def _answer(self, message: Message) -> JsonObject:
        job = self._job
        match message:
            case Hello() if self._state == "expecting-hello":
                return self._greet(message)
            case Clock() if self._state != "expecting-hello":
                return {"kind": "clock", "id": message.id, "nowNs": self._now()}
            case Prepare() if self._state == "ready":
                return await self._prepare(message)
            case Round() if job is not None:
                return {"kind": "rounded", "id": message.id, **await self._guarded(partial(job.round, message))}
            case Slices() if job is not None:
                return await self._slices(job, message)
            case Finish() if self._state == "prepared":
                return await self._finish(message.id)
            case Halt():
                return self._halt(message)
            case Hello() | Clock() | Prepare() | Round() | Slices() | Finish():
                return _refused(message.id, "bad-state", f"{message.kind} while {self._state}")
            case _:
                assert_never(message)

    def _greet(self, message: Hello) -> JsonObject:
        if message.protocol != PROTOCOL_VERSION:
            reason = f"protocol {message.protocol}; this runner speaks {PROTOCOL_VERSION}"
            return _refused(message.id, "unsupported", reason)
        self._state = "ready"
        identity, facts = self._identity, self._clock_facts
        scenarios: list[JsonValue] = [
            {"id": scenario, "styles": list[JsonValue](styles)}
            for scenario, styles in self._catalogue.scenarios.items()
        ]
        return {
            "kind": "ready",
            "id": message.id,
            "protocol": PROTOCOL_VERSION,
            "runner": {"id": identity.runner, "version": identity.version, "homepage": ""},
            "runtime": {
                "name": "python",
                "version": identity.runtime_version,
                "loop": identity.loop,
                "executable": identity.executable,
                "implementation": identity.implementation,
            },
            "clock": {"name": facts.name, "resolutionNs": facts.resolution_ns, "epochNs": facts.epoch_ns},
            "scenarios": scenarios,
            "capabilities": ["halt", *([] if self._tokens is None else ["slices"]), "stalls", "trail"],
        }

    async def _prepare(self, message: Prepare) -> JsonObject:
        # Before the workload's modules are loaded: they take memory too.
        hold_heap_block(message.heap_block_bytes)
        open_workload = self._catalogue.load(message.scenario, message.style)
        if open_workload is None:
            reason = f"no workload {message.scenario} in the style {message.style}"
            return _refused(message.id, "unsupported", reason)
        self._state = "prepared"
        job = Job(message, self._now, self._calls.later)
        fill_holes()
        hold_small_objects(message.heap_block_bytes)
        try:
            endpoints = await self._guarded(partial(job.open, open_workload, Params(message.params)))
        except Unsupported as answer:
            self._state = "ready"
            return _refused(message.id, "unsupported", str(answer))
        except ValueError as error:
            self._state = "ready"
            return _refused(message.id, "bad-params", str(error))
        self._job = job
        listening: JsonObject = {name: endpoint_json(endpoint) for name, endpoint in endpoints.items()}
        return {"kind": "prepared", "id": message.id, "endpoints": listening}

    async def _slices(self, job: Job, message: Slices) -> JsonObject:
        tokens = self._tokens
        if tokens is None:
            return _refused(message.id, "unsupported", "there is no file for tokens")

        async def slices() -> JsonObject:
            body = await job.slices(message, tokens)
            # An uncaught error of the last slice becomes known in the next turn of the loop.
            await self._calls.turn()
            return body

        try:
            return {"kind": "sliced", "id": message.id, **await self._guarded(slices)}
        except BaseException:
            tokens.fail()
            raise

    def _halt(self, message: Halt) -> JsonObject:
        """Say what was recorded of the round that will not end, or that has failed."""
        try:
            body = None if self._job is None else self._job.halt()
        except WorkloadError as error:
            return _failed(message.id, error)
        if body is None:
            return _refused(message.id, "bad-state", f"{message.kind} without a round")
        self._given_up = self._running
        self._state = "finished"
        self._job = None
        return {"kind": "halted", "id": message.id, **body}

    async def _finish(self, ident: int) -> JsonObject:
        self._state = "finished"
        self._strayed = None
        job, self._job = self._job, None
        if job is not None:
            await self._guarded(job.close)
        totals = Totals() if job is None else job.totals
        return {"kind": "finished", "id": ident, "totals": dict(totals._asdict())}

    async def _guarded(self, action: Callable[[], Awaitable[_Value]]) -> _Value:
        """Run code of the workload so that an uncaught error ends it too."""
        self._raise_strayed()
        try:
            return await self._calls.guarded(action)
        finally:
            self._raise_strayed()

    def _raise_strayed(self) -> None:
        error, self._strayed = self._strayed, None
        if error is not None:
            raise error from None


MakeSession: TypeAlias = Callable[[LoopCalls], Session]


def _refused(ident: int | None, code: RefusalCode, reason: str) -> JsonObject:
    return {"kind": "refused", "id": ident, "code": code, "reason": reason[:MAX_REASON_CHARACTERS]}


def _failed(ident: int, error: BaseException) -> JsonObject:
    """Whether the operation happened is unknown: a workload may raise halfway."""
    # One task of many failed: what it raised is the failure, and not that there was a group of tasks.
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    code = error.code if isinstance(error, WorkloadError) else "workload-threw"
    # The end of a traceback says more than its beginning.
    message = "".join(traceback.format_exception(error))[-MAX_FAILURE_CHARACTERS:]
    return {"kind": "failed", "id": ident, "code": code, "message": message, "definite": False}
