"""Reads the fixtures that the tests of all languages share."""

import json
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parents[3]


def read_fixture(name: str) -> Any:  # noqa: ANN401 - JSON
    """Give the content of one fixture."""
    return json.loads((PACKAGE / "harness/contract/fixtures" / f"{name}.json").read_text(encoding="utf-8"))
