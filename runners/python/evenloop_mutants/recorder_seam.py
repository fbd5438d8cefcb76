"""The seam between a workload and its recorder: what is emitted is not what is recorded."""

from collections.abc import Awaitable, Callable, Generator
from typing import Any

from evenloop_mutants import sample_seam
from evenloop_mutants.kind_seam import lie_about_kind
from evenloop_mutants.loss_seam import happen
from evenloop_mutants.moment import MadeUpEvent, Moment, Patch, Victim
from evenloop_runner.catalogue import Catalogue, Open
from evenloop_runner.generators import drive
from evenloop_runner.kit import Kit, Params, Workload

# Behind all ids that scenarios give.
_FRESH_IDS = 4_000_000
Emit = Callable[[int, int, int, int], None]


def install(patch: Patch, moment: Moment) -> None:
    """Wrap each workload, so that its kit is patched and the moment knows of its rounds."""
    load = Catalogue.load

    def patched(self: Catalogue, scenario: str, style: str) -> Open | None:
        open_workload = load(self, scenario, style)
        moment.style = style
        return None if open_workload is None else _tampered(open_workload, patch, moment)

    Catalogue.load = patched  # type: ignore[method-assign]  # the seam


def _tampered(open_workload: Open, patch: Patch, moment: Moment) -> Open:
    async def opened(params: Params, kit: Kit) -> Workload:
        kit.emit = _patched_emit(patch, kit, moment)
        sample_seam.install(patch, kit, moment)
        if patch.act == "short-digest":
            kit.crc32 = _short_digest(kit.crc32, int(patch.number("bytes")), moment)
        result = open_workload(params, kit)
        workload = await result if isinstance(result, Awaitable) else result
        return _Tampered(workload, kit, patch, moment)

    return opened


class _Tampered:
    """A workload that says when its rounds begin and end, or makes them up."""

    def __init__(self, workload: Workload, kit: Kit, patch: Patch, moment: Moment) -> None:
        self._workload = workload
        self._kit = kit
        self._patch = patch
        self._moment = moment

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the workload has
        return getattr(self._workload, name)

    def close(self) -> Awaitable[None] | None:
        return self._workload.close()

    async def round(self) -> int:
        self._moment.begin(traced=self._kit.traced)
        try:
            if self._patch.act == "make-up" and self._moment.acts:
                return self._make_up()
            operations = self._workload.round()
            if isinstance(operations, int):
                return operations
            return await (drive(operations) if isinstance(operations, Generator) else operations)
        finally:
            self._moment.end()

    def _make_up(self) -> int:
        operations, events = self._patch.made_up(self._kit.round)
        for event in events:
            self._kit.emit(self._kit.kinds[event.kind], event.key, event.id, event.digest)
        return operations


def _patched_emit(patch: Patch, kit: Kit, moment: Moment) -> Emit:
    emit = kit.emit
    lie = _lie_of(patch, kit, moment)
    if lie is None:
        return emit

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        (lie if moment.acts else emit)(kind, key, ident, digest)

    return patched


def _lie_of(patch: Patch, kit: Kit, moment: Moment) -> Emit | None:  # noqa: PLR0911 - one a patch
    """Give what records instead; None for patches of other seams."""
    emit = kit.emit
    match patch.act:
        case "drop":
            return _around(emit, _is(kit, patch.victim()), lambda *_event: None)
        case "repeat":
            return _around(emit, _is(kit, patch.victim()), lambda *event: (emit(*event), emit(*event)))
        case "renew":
            fresh = int(patch.number("id"))
            return _around(
                emit,
                _is(kit, patch.victim()),
                lambda kind, key, ident, digest: (emit(kind, key, ident, digest), emit(kind, key, fresh, digest)),
            )
        case "add":
            added = _coded(kit, patch.event())
            return _around(emit, _is(kit, patch.victim("after")), lambda *event: (emit(*event), emit(*added)))
        case "replace":
            other = _coded(kit, patch.event())
            return _around(emit, _is(kit, patch.victim()), lambda *_event: emit(*other))
        case "flood":
            return _flood(emit, kit.kinds[patch.text("kind")], int(patch.number("times")))
        case "drop-every":
            return _drop_every(emit, kit.kinds[patch.text("kind")], int(patch.number("every")))
        case "swap":
            return _swap(kit, patch, moment)
        case "block-at" | "throw-at" | "exit-at":
            return _around(emit, _is(kit, patch.victim()), lambda *_event: happen(patch.act))
    return lie_about_kind(patch, kit, moment)


def _around(emit: Emit, is_victim: Callable[[int, int, int], bool], lie: Callable[..., object]) -> Emit:
    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        if is_victim(kind, key, ident):
            lie(kind, key, ident, digest)
        else:
            emit(kind, key, ident, digest)

    return patched


def _is(kit: Kit, victim: Victim) -> Callable[[int, int, int], bool]:
    wanted = (kit.kinds[victim.kind], victim.key, victim.id)
    return lambda kind, key, ident: (kind, key, ident) == wanted


def _coded(kit: Kit, event: MadeUpEvent) -> tuple[int, int, int, int]:
    return kit.kinds[event.kind], event.key, event.id, event.digest


def _drop_every(emit: Emit, chosen: int, every: int) -> Emit:
    seen = 0

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        nonlocal seen
        seen += kind == chosen
        if kind != chosen or seen % every != 0:
            emit(kind, key, ident, digest)

    return patched


def _flood(emit: Emit, chosen: int, times: int) -> Emit:
    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        emit(kind, key, ident, digest)
        if kind == chosen:
            for copy in range(1, times):
                emit(kind, key, _FRESH_IDS + times * ident + copy, digest)

    return patched


def _swap(kit: Kit, patch: Patch, moment: Moment) -> Emit:
    """Where the second has come before the first anyway, nothing is held back: it would be lost."""
    emit = kit.emit
    is_first, is_second = _is(kit, patch.victim("first")), _is(kit, patch.victim("second"))
    held: tuple[int, tuple[int, int, int, int]] | None = None
    second_came = 0

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        nonlocal held, second_came
        if second_came != moment.round and is_first(kind, key, ident):
            held = moment.round, (kind, key, ident, digest)
            return
        emit(kind, key, ident, digest)
        if is_second(kind, key, ident):
            second_came = moment.round
            if held is not None and held[0] == second_came:
                emit(*held[1])
            held = None

    return patched


def _short_digest(crc32: Callable[..., int], length: int, moment: Moment) -> Callable[..., int]:
    def patched(data: bytes | bytearray | memoryview, value: int = 0, /) -> int:
        if not moment.acts:
            return crc32(data, value)
        # What follows the first chunk is lost.
        return crc32(data[:length]) if value == 0 else value

    return patched
