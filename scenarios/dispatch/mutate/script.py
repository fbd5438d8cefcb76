"""What all styles of dispatch.mutate share: who listens in each step, what one of them does, and what is recorded of it."""

from dataclasses import dataclass

from evenloop_runner.kit import Kit

LISTENERS = "ABCDXY"
CALLS = 41
_SPAN = 8
_ERROR = 15


@dataclass(frozen=True, slots=True)
class Step:
    """One step. The listeners of `inner` are always X and Y."""

    listeners: str
    """Of `outer`."""
    actor: str
    """Who of them acts, when called for the first time."""
    act: str
    """`remove`, `add`, `emit`, `throw` or nothing."""
    what: str = ""
    """The listener that is removed or added, the event that is emitted."""
    once: str = ""
    """Who of them listens once."""
    emits: int = 2


STEPS = (
    Step("ABC", "A", "", emits=1),
    Step("ABC", "A", "remove", "C"),
    Step("AB", "A", "add", "D"),
    Step("ABC", "A", "", once="B"),
    Step("AB", "A", "emit", "outer", once="A"),
    Step("AB", "A", "emit", "inner"),
    Step("ABC", "B", "throw"),
    Step("AB", "A", "remove", "A"),
    Step("ABC", "B", "remove", "A"),
)


class ListenerFailed(Exception):  # noqa: N818 - not an error of this program: an answer
    """Carries what identifies the emit in which it was raised."""

    def __init__(self, value: int) -> None:
        super().__init__("the listener fails, as it was told to")
        self.value = value


class Protocol:
    """Records one step of one repeat."""

    __slots__ = ("_emission", "_index", "_kit", "_repeat", "_seed")

    def __init__(self, kit: Kit, seed: int, repeat: int, index: int) -> None:
        self._kit = kit
        self._seed = seed
        self._repeat = repeat
        self._index = index
        self._emission = 0

    def call(self, name: str, depth: int) -> None:
        """Record that the listener has been called."""
        listener = self._repeat * _SPAN + LISTENERS.index(name)
        self._kit.emit(self._kit.kinds["call"], self._index, listener, self._value(depth))

    def returned(self, depth: int) -> None:
        """Record that an emit of this depth has returned. The next of depth 0 is another."""
        self._kit.emit(self._kit.kinds["returned"], self._index, self._repeat, self._value(depth))
        if depth == 0:
            self._emission += 1

    def caught(self, error: ListenerFailed) -> None:
        """Record that the error of a listener has come out of the emit."""
        self._kit.emit(self._kit.kinds["caught"], self._index, self._repeat, error.value)
        self._emission += 1

    def failure(self) -> ListenerFailed:
        """Make the error of this emit."""
        return ListenerFailed(self._value(_ERROR))

    def _value(self, place: int) -> int:
        return ((self._seed ^ (self._index << 8 | self._emission << 4 | place)) * 0x9E3779B1) & 0xFFFFFFFF
