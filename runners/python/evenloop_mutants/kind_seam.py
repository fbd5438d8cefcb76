"""The seam between a workload and its recorder, for faults without a victim: they act on all events of a kind, raw ones too."""

from collections.abc import Callable

from evenloop_mutants.moment import Moment, Patch
from evenloop_runner.kit import Kit

Emit = Callable[[int, int, int, int], None]
Event = tuple[int, int, int, int]

_NAME_OF: dict[str, Callable[[int, int], object]] = {
    "key": lambda key, _ident: key,
    "id": lambda _key, ident: ident,
    "key-id": lambda key, ident: (key, ident),
}


def lie_about_kind(patch: Patch, kit: Kit, moment: Moment) -> Emit | None:
    """Give what records instead; None for patches of other seams."""
    match patch.act:
        case "hold":
            return _hold(patch, kit, moment)
        case "alter":
            return _alter(kit, {kit.kinds[name] for name in patch.texts("kinds")}, patch.optional_number("digest"))
        case "tag":
            after = patch.optional_text("after")
            return _tag(kit, None if after is None else kit.kinds[after], kit.kinds[patch.text("add")], moment)
    return None


def _hold(patch: Patch, kit: Kit, moment: Moment) -> Emit:
    emit = kit.emit
    until = patch.optional_text("until")
    held_kind, until_kind = kit.kinds[patch.text("kind")], None if until is None else kit.kinds[until]
    name_of, is_before = _NAME_OF[patch.text("join")], patch.text("place") == "before"
    held: dict[object, list[Event]] = {}

    def flush() -> None:
        for events in held.values():
            for event in events:
                emit(*event)
        held.clear()

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        event, joined = (kind, key, ident, digest), name_of(key, ident)
        if kind == until_kind:
            due = held.pop(joined, [])
            for one in [*due, event] if is_before else [event, *due]:
                emit(*one)
        elif kind == held_kind:
            held.setdefault(joined, []).append(event)
        else:
            emit(*event)

    moment.when_ends(flush)
    return patched


def _alter(kit: Kit, chosen: set[int], other: float | None) -> Emit:
    emit = kit.emit

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        if kind in chosen:
            digest = digest ^ 1 if other is None else int(other)
        emit(kind, key, ident, digest)

    return patched


def _tag(kit: Kit, after: int | None, added: int, moment: Moment) -> Emit:
    emit = kit.emit
    tagged = 0

    def patched(kind: int, key: int, ident: int, digest: int) -> None:
        nonlocal tagged
        emit(kind, key, ident, digest)
        if tagged != moment.round and after in {None, kind}:
            tagged = moment.round
            emit(added, key, ident, digest)

    return patched
