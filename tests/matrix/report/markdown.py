# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""The report as Markdown."""

from collections.abc import Iterator

from .results import Row
from .table import cell, skipped, tests_of, total
from .tap import FAILED


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_escaped(text) for text in cells) + " |"


def _kernels(rows: list[Row]) -> Iterator[str]:
    yield _line(["kernel", "release", "verdict", "passed", "failed", "skipped", "seconds", "sha256 of banos.ko"])
    yield _line(["---"] * 8)
    for row in rows:
        counts = [str(row.count(verdict)) for verdict in ("passed", "failed", "skipped")]
        verdict = "good" if row.good() else "**bad**"
        yield _line([row.kernel, row.release, verdict, *counts, str(row.seconds()), f"`{row.module[:16]}`"])


def _tests(rows: list[Row]) -> Iterator[str]:
    yield _line(["test", *(row.kernel for row in rows)])
    yield _line(["---"] * (len(rows) + 1))
    for test in tests_of(rows):
        yield _line([test, *(cell(row, test).text() for row in rows)])


def _failures(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        for point in row.points:
            if point.verdict == FAILED:
                yield f"- {row.kernel}: {point.test}: {point.name}: {_escaped(point.reason)}"
        for problem in row.problems:
            yield f"- {row.kernel}: {_escaped(problem)}"


def _skips(rows: list[Row]) -> Iterator[str]:
    for (test, name, reason), kernels in skipped(rows).items():
        yield f"- {test}: {name}: {reason} ({', '.join(kernels)})"


def _images(rows: list[Row], built: dict[str, str]) -> Iterator[str]:
    yield _line(["image", "sha256", "kernels with this very file"])
    yield _line(["---"] * 3)
    for name, digest in built.items():
        kernels = [row.kernel for row in rows if row.images.get(name) == digest]
        yield _line([name, f"`{digest}`", ", ".join(kernels) if len(kernels) < len(rows) else "all"])


def write(rows: list[Row], built: dict[str, str]) -> str:
    sections = {
        "Kernels": _kernels(rows),
        "Tests": _tests(rows),
        "What failed": _failures(rows),
        "What was skipped": _skips(rows),
        "Images": _images(rows, built),
    }
    text = ["# Kernel matrix", "", total(rows)]
    for title, lines in sections.items():
        text += ["", f"## {title}", "", *(list(lines) or ["Nothing."])]
    return "\n".join(text) + "\n"
