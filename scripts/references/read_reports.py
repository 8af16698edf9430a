"""Reads a run's files with programs that others wrote: read_reports.py FOLDER prints what they say as JSON.

They are strict: what is not of the form ends the script with their error.
"""

import json
import pathlib
import sys

import html5lib
import junitparser
import pandas
from prometheus_client.openmetrics.parser import text_string_to_metric_families


def table(file):
    """How many lines have a value and their sum, by family and measure and, of trials, by whether they are observations."""
    frame = pandas.read_csv(file, engine="python", on_bad_lines="error")
    by = [name for name in ("family", "measure", "is_observation") if name in frame]
    values = frame.groupby(by)["value"]
    return {
        "columns": list(frame.columns), "rows": len(frame),
        "values": {" ".join(map(str, key)): int(count) for key, count in values.count().items()},
        "sums": {" ".join(map(str, key)): float(total) for key, total in values.sum().items()},
    }


def junit(file):
    """What each case came to."""
    xml = junitparser.JUnitXml.fromfile(str(file))
    suites = [
        {
            "name": suite.name, "tests": suite.tests, "failures": suite.failures, "errors": suite.errors,
            "skipped": suite.skipped,
            "cases": [[case.classname, case.name, [type(result).__name__ for result in case.result],
                       [result.message for result in case.result], case.system_out] for case in suite],
        }
        for suite in xml
    ]
    for suite, own in zip(xml, suites):
        counts = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert counts == (suite.tests, suite.failures, suite.errors, suite.skipped), f"{own['name']}: {counts}"
    return suites


def metrics(file):
    """Every sample, by family."""
    return {
        family.name: {"type": family.type, "unit": family.unit,
                      "samples": [[sample.name, sample.labels, sample.value] for sample in family.samples]}
        for family in text_string_to_metric_families(file.read_text())
    }


def page(file):
    """How many elements the page has; a strict parser accepts nothing that the standard calls an error."""
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(file.read_text())
    return sum(1 for _ in document.iter())


folder = pathlib.Path(sys.argv[1])
json.dump({
    "tables": {name: table(folder / name) for name in ("comparison.csv", "trials.csv")},
    "junit": junit(folder / "junit.xml"), "metrics": metrics(folder / "openmetrics.txt"),
    "elements": page(folder / "report.html"),
}, sys.stdout)
