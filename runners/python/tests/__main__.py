"""Runs all tests with warnings as errors and writes what came of it as JSON to the file that the argument names."""

import json
import sys
import unittest
from pathlib import Path


def main() -> int:
    """Run and tell; the exit code is 1 when anything failed, or when there was nothing to run."""
    here = Path(__file__).resolve().parent
    suite = unittest.defaultTestLoader.discover(str(here), top_level_dir=str(here.parent))
    result = unittest.TextTestRunner(warnings="error", buffer=True).run(suite)
    summary = {
        "interpreter": sys.executable,
        "version": ".".join(map(str, sys.version_info[:3])),
        "run": result.testsRun,
        "failures": len(result.failures) + len(result.unexpectedSuccesses),
        "errors": len(result.errors),
        "skipped": len(result.skipped),
    }
    Path(sys.argv[1]).write_text(json.dumps(summary) + "\n", encoding="utf-8")
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
