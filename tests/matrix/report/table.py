# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""The table kernel x test, before it has a form."""

from dataclasses import dataclass

from .results import Row
from .tap import FAILED, PASSED, SKIPPED

NOT_RUN, GOOD, BAD = "not run", "good", "bad"


@dataclass(frozen=True)
class Cell:
    """What a test did on a kernel."""

    state: str
    passed: int
    failed: int
    skipped: int

    def text(self) -> str:
        if self.state == NOT_RUN:
            return "not run"
        words = [f"{self.failed} failed"] if self.failed else []
        words += [f"{self.passed}"] if self.passed or not words else []
        words += [f"{self.skipped} skipped"] if self.skipped else []
        return ", ".join(words)


def tests_of(rows: list[Row]) -> list[str]:
    """All tests that ran on any kernel, in order."""
    return list(dict.fromkeys(test for row in rows for test in row.tests()))


def cell(row: Row, test: str) -> Cell:
    points = row.of_test(test)
    counts = [sum(point.verdict == verdict for point in points) for verdict in (PASSED, FAILED, SKIPPED)]
    state = NOT_RUN if not points else BAD if counts[1] else GOOD
    return Cell(state, *counts)


def total(rows: list[Row]) -> str:
    counts = [sum(row.count(verdict) for row in rows) for verdict in (PASSED, FAILED, SKIPPED)]
    problems = sum(len(row.problems) for row in rows)
    return f"{counts[0]} passed, {counts[1] + problems} failed, {counts[2]} skipped"


def skipped(rows: list[Row]) -> dict[tuple[str, str, str], list[str]]:
    """The kernels that each skip happened on, by test, point and reason."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        for point in row.points:
            if point.verdict == SKIPPED:
                found.setdefault((point.test, point.name, point.reason), []).append(row.kernel)
    return found
