"""Finds and loads workloads by id and style. Nothing that a harness says can lead out of the scenarios folder."""

import importlib
import os
import re
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

from evenloop_runner.failure import WorkloadError
from evenloop_runner.kit import Kit, Params, Workload

Open: TypeAlias = Callable[[Params, Kit], Workload | Awaitable[Workload]]

_STYLES = ("callbacks", "protocols", "generators", "coroutines", "blocking", "threads")
_NAME = re.compile("[a-z_]+")
# The folder of what the workloads of a family have in common. It is no scenario.
_SHARED = "shared"


class Catalogue:
    """The workloads beneath `<root>/scenarios/<family>/<scenario>/<style>.py`; listed once, imported when asked for."""

    __slots__ = ("scenarios",)

    scenarios: Mapping[str, list[str]]
    """Styles by id of scenario."""

    def __init__(self, root: str | None) -> None:
        self.scenarios = {} if root is None else _list(os.path.join(root, "scenarios"))

    def load(self, scenario: str, style: str) -> Open | None:
        """Import a workload; None when there is no such."""
        if style not in self.scenarios.get(scenario, ()):
            return None
        module = importlib.import_module(f"scenarios.{scenario}.{style}")
        open_workload: Open | None = getattr(module, "open", None)
        if not callable(open_workload):
            raise WorkloadError("bad-workload", f"{module.__name__} has no function named open")
        return open_workload


def find_root() -> str | None:
    """Give the first entry of the module search path that has scenarios: the one that imports will come from."""
    return next((entry for entry in sys.path if os.path.isdir(os.path.join(entry, "scenarios"))), None)


def _list(folder: str) -> dict[str, list[str]]:
    offered: dict[str, list[str]] = {}
    for family in _folders(folder):
        for name in _folders(os.path.join(folder, family)):
            if name == _SHARED:
                continue
            files = set(os.listdir(os.path.join(folder, family, name)))
            styles = [style for style in _STYLES if f"{style}.py" in files]
            if styles:
                offered[f"{family}.{name}"] = styles
    return offered


def _folders(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        return sorted(entry.name for entry in entries if _NAME.fullmatch(entry.name) and entry.is_dir())
