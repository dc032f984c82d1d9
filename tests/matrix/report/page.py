# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""The report as one HTML page that needs nothing else."""

from collections.abc import Iterable, Iterator
from html import escape

from .results import Row
from .table import cell, skipped, tests_of, total
from .tap import FAILED

_STYLE = """
:root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 90rem; padding: 0 1rem; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8886; padding: .2rem .5rem; text-align: left; white-space: nowrap; }
thead th { position: sticky; top: 0; background: Canvas; }
.good { background: #2a72; } .bad { background: #d335; font-weight: bold; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { white-space: pre-wrap; }
"""


def _row(cells: Iterable[tuple[str, str]], tag: str = "td") -> str:
    """A row of a table: each cell as its class and its text."""
    made = (f'<{tag} class="{escape(kind)}">{escape(text)}</{tag}>' for kind, text in cells)
    return f"<tr>{''.join(made)}</tr>"


def _plain(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    return (("", text) for text in texts)


def _table(head: list[str], body: Iterable[str]) -> str:
    return f"<table><thead>{_row(_plain(head), 'th')}</thead><tbody>{''.join(body)}</tbody></table>"


def _kernels(rows: list[Row]) -> str:
    def line(row: Row) -> str:
        counts = (str(row.count(verdict)) for verdict in ("passed", "failed", "skipped"))
        verdict = "good" if row.good() else "bad"
        steps = ", ".join(f"{part.name} {part.seconds} s" for part in row.parts)
        return _row([*_plain([row.kernel, row.release]), (verdict, verdict), *_plain([*counts, steps, row.module])])

    head = ["kernel", "release", "verdict", "passed", "failed", "skipped", "time", "sha256 of banos.ko"]
    return _table(head, map(line, rows))


def _tests(rows: list[Row]) -> str:
    def line(test: str) -> str:
        cells = [cell(row, test) for row in rows]
        return _row([("", test), *((each.state, each.text()) for each in cells)])

    return _table(["test", *(row.kernel for row in rows)], map(line, tests_of(rows)))


def _failures(rows: list[Row]) -> str:
    items = [
        f"<li>{escape(row.kernel)}: {escape(point.test)}: {escape(point.name)}<pre>{escape(point.reason)}</pre></li>"
        for row in rows
        for point in row.points
        if point.verdict == FAILED
    ]
    items += [f"<li>{escape(row.kernel)}: <pre>{escape(text)}</pre></li>" for row in rows for text in row.problems]
    return f"<ul>{''.join(items)}</ul>" if items else "<p>Nothing.</p>"


def _skips(rows: list[Row]) -> str:
    body = (_row(_plain([*key, ", ".join(kernels)])) for key, kernels in skipped(rows).items())
    return _table(["test", "point", "why", "kernels"], body)


def _images(rows: list[Row], built: dict[str, str]) -> str:
    def line(name: str) -> str:
        kernels = [row.kernel for row in rows if row.images.get(name) == built[name]]
        return _row(_plain([name, built[name], ", ".join(kernels)]))

    return _table(["image", "sha256", "kernels with this very file"], map(line, built))


def write(rows: list[Row], built: dict[str, str]) -> str:
    sections = {
        "Kernels": _kernels(rows),
        "Tests": _tests(rows),
        "What failed": _failures(rows),
        "What was skipped": _skips(rows),
        "Images": _images(rows, built),
    }
    parts = "".join(f"<h2>{title}</h2>{body}\n" for title, body in sections.items())
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>banos kernel matrix</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>banos kernel matrix</h1><p>{escape(total(rows))}</p>\n{parts}</body></html>\n"
    )
