# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""What tests/matrix/row left of each kernel, and what is wrong with it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from . import tap
from .tap import FAILED, PASSED, SKIPPED, Point

_TOTALS = re.compile(r"(\d+) passed, (\d+) failed, (\d+) skipped")
_IMAGE = re.compile(r"# kernel \S+, ([0-9a-f]{64}) +(\S+)")
_GOLDEN_IMAGE = re.compile(r"# ([0-9a-f]{64})  (\S+\.bko)")


@dataclass(frozen=True)
class Part:
    """A step of a row."""

    name: str
    status: int
    seconds: int


@dataclass
class Row:
    """A kernel of the matrix."""

    kernel: str
    release: str = "?"
    module: str = "?"  # sha256 of its banos.ko
    parts: list[Part] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    images: dict[str, str] = field(default_factory=dict)  # sha256 of what it installed
    problems: list[str] = field(default_factory=list)

    def tests(self) -> Iterator[str]:
        """The tests' names, in the order in which they were run."""
        yield from dict.fromkeys(point.test for point in self.points)

    def of_test(self, test: str) -> list[Point]:
        return [point for point in self.points if point.test == test]

    def count(self, verdict: str) -> int:
        return sum(point.verdict == verdict for point in self.points)

    def seconds(self) -> int:
        return sum(part.seconds for part in self.parts)

    def unlisted(self) -> bool:
        """Whether its kernel is in no package, which tests/vm/fetch ends with 3 for."""
        return any(part.name == "fetch" and part.status == 3 for part in self.parts)

    def good(self) -> bool:
        return not self.problems and not self.count(FAILED)


class Skips:
    """The data file that says what may be skipped where."""

    def __init__(self, path: Path) -> None:
        lines = (line for line in path.read_text().splitlines() if line and not line.startswith("#"))
        self._rules = [tuple(line.split(None, 3)[:3]) for line in lines]

    def allow(self, kernel: str, point: Point) -> bool:
        return any(
            fnmatchcase(kernel, rule[0]) and fnmatchcase(point.test, rule[1]) and fnmatchcase(point.name, rule[2])
            for rule in self._rules
        )


def _lines(path: Path) -> list[str]:
    return path.read_text(errors="replace").splitlines() if path.exists() else []


def _read_parts(folder: Path) -> list[Part]:
    words = (line.split() for line in _lines(folder / "parts"))
    return [Part(name, int(status), int(seconds)) for name, status, seconds in words]


def _tail(folder: Path, part: str) -> str:
    return "\n".join(_lines(folder / f"{part}.log")[-12:])


def _read_suite(row: Row, lines: list[str]) -> None:
    """The points of the suite, which has to agree about their number."""
    points = list(tap.parse_suite(lines))
    row.points += points
    row.images |= {match[2]: match[1] for line in lines if (match := _IMAGE.match(line)) and match[2] != "banos.ko"}
    totals = [match for line in lines if (match := _TOTALS.fullmatch(line))]
    if not totals:
        row.problems.append("the suite did not end")
        return
    said = tuple(int(number) for number in totals[-1].groups())
    seen = tuple(sum(point.verdict == verdict for point in points) for verdict in (PASSED, FAILED, SKIPPED))
    if said != seen:
        row.problems.append(f"the suite counts {said} points that passed, failed, were skipped; here are {seen}")
    row.problems += [line for line in lines if line.startswith("# the boot for ")]


def _read_plain(row: Row, test: str, lines: list[str]) -> None:
    points = list(tap.parse_plain(lines, test))
    row.points += points
    row.images |= {f"{test}/{match[2]}": match[1] for line in lines if (match := _GOLDEN_IMAGE.match(line))}
    if not any(line.startswith(f"{test}: {sum(p.verdict == PASSED for p in points)} passed") for line in lines):
        row.problems.append(f"{test} did not end")


def read_row(kernel: str, folder: Path, skips: Skips) -> Row:
    """All that is known of one kernel."""
    row = Row(kernel, parts=_read_parts(folder))
    row.release = "".join(_lines(folder / "release")) or "?"
    row.module = "".join(_lines(folder / "module")) or "?"
    _read_suite(row, _lines(folder / "suite.tap"))
    for test in ("golden", "versions"):
        _read_plain(row, test, _lines(folder / f"{test}.tap"))
    for part in row.parts:
        if part.status > 1 or (part.status == 1 and not row.count(FAILED)):  # which has told it already
            row.problems.append(f"{part.name} ended with {part.status}\n{_tail(folder, part.name)}")
    row.problems += [
        f"{point.test}: {point.name} was skipped, which tests/matrix/skips does not allow: {point.reason}"
        for point in row.points
        if point.verdict == SKIPPED and not skips.allow(kernel, point)
    ]
    return row


def compare_images(rows: list[Row], built: dict[str, str]) -> None:
    """Every kernel must have had the very images that were built before any was chosen."""
    for row in rows:
        for name, digest in built.items():
            if row.images.get(name) != digest:
                row.problems.append(f"the image {name} is {row.images.get(name, 'missing')}, not {digest}")
        for name in row.images.keys() - built.keys():
            row.problems.append(f"the image {name} was not there when the run began")
