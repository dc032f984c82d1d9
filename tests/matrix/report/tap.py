# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""Reading TAP: what kselftest's runner prints, and the plain TAP of other tests."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass(frozen=True)
class Point:
    """One point of a test's plan."""

    test: str
    name: str
    verdict: str
    reason: str = ""  # why it was skipped or has failed


_POINT = re.compile(r"(?P<bad>not )?ok (?P<number>\d+)(?: -)? ?(?P<rest>.*)")
_PROGRAM = re.compile(r"# selftests: \S+: (?P<test>\S+)$")
_PROGRAM_ENDED = re.compile(r"(?P<bad>not )?ok \d+ selftests: \S+: (?P<test>\S+)(?: # (?P<reason>.*))?")
_WHOLE_SKIP = re.compile(r"1\.\.0 # SKIP ?(?P<reason>.*)")


def parse_point(line: str, test: str, notes: list[str]) -> Point | None:
    """A point in a line of TAP; notes are the diagnostics before it."""
    match = _POINT.fullmatch(line)
    if not match:
        return None
    name, skip, reason = match["rest"].partition("# SKIP")
    if skip and not name.strip():  # kselftest.h puts the directive before the name
        name, _, reason = reason.strip().partition(" ")
    if skip:
        return Point(test, name.strip(), SKIPPED, reason.strip())
    if match["bad"]:
        return Point(test, name.strip(), FAILED, "\n".join(notes))
    return Point(test, name.strip(), PASSED)


def parse_plain(lines: Iterable[str], test: str) -> Iterator[Point]:
    """The points of one test's TAP. Diagnostics that follow a failure belong to it."""
    last: Point | None = None
    for line in lines:
        point = parse_point(line, test, [])
        if point:
            if last:
                yield last
            last = point
        elif last and last.verdict == FAILED and line.startswith("# "):
            last = replace(last, reason=(last.reason + "\n" + line[2:]).strip())
    if last:
        yield last


def _in_program(line: str, test: str, notes: list[str]) -> Point | None:
    """A line of a program that the runner prefixed with "# "."""
    whole = _WHOLE_SKIP.match(line)
    if whole:
        return Point(test, "all", SKIPPED, whole["reason"])
    point = parse_point(line, test, notes)
    if point:
        notes.clear()
    elif line.startswith("# "):
        notes.append(line[2:])
    return point


def parse_suite(lines: Iterable[str]) -> Iterator[Point]:
    """The points of all that tests/kselftest/run prints."""
    test, failures, notes = "", 0, []
    for line in lines:
        ended = _PROGRAM_ENDED.fullmatch(line)
        begun = _PROGRAM.fullmatch(line)
        if begun:
            test, failures, notes = begun["test"], 0, []
        elif ended:
            yield from _end_of_program(ended, test, failures)
            test = ""
        elif test and line.startswith("# "):
            point = _in_program(line[2:], test, notes)
            if point:
                failures += point.verdict == FAILED
                yield point
        elif not test:
            point = parse_point(line, "host_module", [])
            if point:
                yield point


def _end_of_program(ended: re.Match[str], test: str, failures: int) -> Iterator[Point]:
    """A program that failed without a point that did; one that was left out; or one whose kernel
    was to panic."""
    reason = ended["reason"] or ""
    if ended["bad"] and not failures:
        yield Point(ended["test"], "as a whole", FAILED, reason)
    elif not test and reason.startswith("SKIP "):
        yield Point(ended["test"], "as a whole", SKIPPED, reason.removeprefix("SKIP "))
    elif not test:
        yield Point(ended["test"], "panic", PASSED)
