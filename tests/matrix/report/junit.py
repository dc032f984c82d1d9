# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""The report as JUnit XML: a suite for each kernel, a case for each point of a plan."""

import re
from xml.etree import ElementTree

from .results import Row
from .tap import FAILED, SKIPPED, Point

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd]")


def _clean(text: str) -> str:
    """XML has no way to say these characters."""
    return _NOT_IN_XML.sub("?", text)


def _case(suite: ElementTree.Element, row: Row, point: Point) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=f"{row.kernel}.{point.test}", name=_clean(point.name))
    if point.verdict == FAILED:
        failure = ElementTree.SubElement(case, "failure", message=_clean(point.reason.split("\n")[0]))
        failure.text = _clean(point.reason)
    elif point.verdict == SKIPPED:
        ElementTree.SubElement(case, "skipped", message=_clean(point.reason))


def _problem(suite: ElementTree.Element, row: Row, problem: str) -> None:
    case = ElementTree.SubElement(suite, "testcase", classname=f"{row.kernel}.matrix", name=_clean(problem.split("\n")[0]))
    error = ElementTree.SubElement(case, "error", message=_clean(problem.split("\n")[0]))
    error.text = _clean(problem)


def _suite(root: ElementTree.Element, row: Row) -> None:
    counts = {
        "tests": len(row.points) + len(row.problems),
        "failures": row.count(FAILED),
        "errors": len(row.problems),
        "skipped": row.count(SKIPPED),
        "time": row.seconds(),
    }
    suite = ElementTree.SubElement(
        root, "testsuite", name=row.kernel, **{name: str(count) for name, count in counts.items()}
    )
    properties = ElementTree.SubElement(suite, "properties")
    facts = {"release": row.release, "banos.ko": row.module, **row.images}
    for name, value in facts.items():
        ElementTree.SubElement(properties, "property", name=name, value=_clean(value))
    for point in row.points:
        _case(suite, row, point)
    for problem in row.problems:
        _problem(suite, row, problem)


def write(rows: list[Row]) -> str:
    root = ElementTree.Element("testsuites", name="banos kernel matrix")
    for row in rows:
        _suite(root, row)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
