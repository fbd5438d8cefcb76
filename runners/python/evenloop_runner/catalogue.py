"""Finds and loads workloads by id and style. Nothing that a harness says can lead out of the folders of scenarios."""

import importlib
import os
import re
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import ModuleType
from typing import TypeAlias

from evenloop_runner.failure import WorkloadError
from evenloop_runner.kit import Kit, Params, Workload

Open: TypeAlias = Callable[[Params, Kit], Workload | Awaitable[Workload]]

_NAME = re.compile("[a-z][a-z0-9_]*")
# No scenarios: what the workloads of a family have in common, and what a user's project has installed.
_NO_SCENARIOS = ("shared", "node_modules")
_PACKAGE = "scenarios"
# Folders of scenarios, separated as PATH is: the harness names those that its user named.
_VARIABLE = "EVENLOOP_SCENARIOS"


class Catalogue:
    """The workloads beneath `<root>/<family>/<scenario>/<stem>.py`; listed once, imported when asked for.

    The stem is the style on asyncio; elsewhere it begins with the package: `trio_nurseries`. Whatever its root, a workload is
    the module `scenarios.<family>.<scenario>.<stem>`. Raises `ValueError` when two roots have one scenario.
    """

    __slots__ = ("_roots", "_stems", "scenarios")

    scenarios: Mapping[str, list[str]]
    """Styles by id of scenario."""

    def __init__(self, roots: Sequence[str], stems: Mapping[str, str]) -> None:
        self._roots = roots
        self._stems = stems
        self.scenarios = _list(roots, stems)

    def load(self, scenario: str, style: str) -> Open | None:
        """Import a workload; None when there is no such."""
        if style not in self.scenarios.get(scenario, ()):
            return None
        self._span()
        module = importlib.import_module(f"{_PACKAGE}.{scenario}.{self._stems[style]}")
        open_workload: Open | None = getattr(module, "open", None)
        if not callable(open_workload):
            raise WorkloadError("bad-workload", f"{module.__name__} has no function named open")
        return open_workload

    def _span(self) -> None:
        """Make one package of all roots, whose names do not matter."""
        package = sys.modules.setdefault(_PACKAGE, ModuleType(_PACKAGE))
        package.__path__ = list(self._roots)


def find_roots() -> list[str]:
    """Give those of the folders that the harness names which exist, or else the first `scenarios` on the module search path."""
    named = [path for path in os.environ.get(_VARIABLE, "").split(os.pathsep) if path]
    folders = named or [os.path.join(entry, _PACKAGE) for entry in sys.path]
    found = [folder for folder in folders if os.path.isdir(folder)]
    return found if named else found[:1]


def _list(roots: Sequence[str], stems: Mapping[str, str]) -> dict[str, list[str]]:
    offered: dict[str, list[str]] = {}
    places: dict[str, str] = {}
    for root in roots:
        for family in _folders(root):
            for name in _folders(os.path.join(root, family)):
                folder = os.path.join(root, family, name)
                files = set(os.listdir(folder))
                styles = [style for style, stem in stems.items() if f"{stem}.py" in files]
                if not styles:
                    continue
                scenario = f"{family}.{name}"
                if scenario in offered:
                    raise ValueError(f"two folders have workloads of {scenario}: {places[scenario]} and {folder}")
                offered[scenario] = styles
                places[scenario] = folder
    return offered


def _folders(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(
            entry.name
            for entry in entries
            if _NAME.fullmatch(entry.name) and entry.name not in _NO_SCENARIOS and entry.is_dir()
        )
