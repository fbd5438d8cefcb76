"""Reads exports with the libraries that users read them with, and prints what they saw: `consume.py <reader> <file>...`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader
from junitparser import JUnitXml
from lxml import etree
from prometheus_client.openmetrics.parser import text_string_to_metric_families as strict
from prometheus_client.parser import text_string_to_metric_families as classic
from pyperf import BenchmarkSuite

Reader = Callable[[Path], object]


def openmetrics(path: Path) -> object:
    """The strict parser, and the classic one on the same bytes."""
    text = path.read_text(encoding="utf-8")
    samples = [[s.name, s.labels, s.value] for family in strict(text) for s in family.samples]
    return {"samples": samples, "classic": sum(len(family.samples) for family in classic(text))}


def junit(path: Path) -> object:
    """The cases as junitparser has them, and the properties as any parser of XML has them."""
    document = etree.parse(path)
    cases = [
        {
            "class": case.classname,
            "name": case.name,
            "time": case.time,
            "results": [[type(r).__name__, r.message, r.text] for r in case.result],
        }
        for suite in JUnitXml.fromfile(str(path))
        for case in suite
    ]
    properties = {p.get("name"): p.get("value") for p in document.iter("property")}
    return {"cases": cases, "properties": properties}


def hdr(path: Path) -> object:
    """Each line of the log."""
    reader = HistogramLogReader(str(path), HdrHistogram(1, 1 << 53, 3))
    lines = []
    while (histogram := reader.get_next_interval_histogram()) is not None:
        lines.append(
            {
                "tag": histogram.get_tag(),
                "start": histogram.get_start_time_stamp(),
                "count": histogram.get_total_count(),
                "p50": histogram.get_value_at_percentile(50),
                "p99": histogram.get_value_at_percentile(99),
                "p100": histogram.get_value_at_percentile(100),
            }
        )
    return lines


def pyperf(path: Path) -> object:
    """The suite, as `pyperf` loads it for each of its commands."""
    suite = BenchmarkSuite.load(str(path))
    return {
        "metadata": suite.get_metadata(),
        "benchmarks": {
            b.get_name(): {"unit": b.get_unit(), "runs": b.get_nrun(), "values": list(b.get_values())} for b in suite
        },
    }


READERS: dict[str, Reader] = {"openmetrics": openmetrics, "junit": junit, "hdr": hdr, "pyperf": pyperf}

if __name__ == "__main__":
    name, *paths = sys.argv[1:]
    json.dump([READERS[name](Path(path)) for path in paths], sys.stdout)
