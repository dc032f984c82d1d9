# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""The listings in share/banos/abi/: what each kernel's banos.ko offers, for "banosctl preflight"."""

import json
import shutil
from pathlib import Path

_PROMISED = ("version", "symbols", "structs")  # the rest is of one machine or one point release


def _promised(path: Path) -> dict[str, object]:
    listing = json.loads(path.read_text())
    return {name: listing[name] for name in _PROMISED}


def compare(found: Path, published: Path) -> str:
    """What is wrong with the published one; nothing if all is well."""
    if not found.exists():
        return "there is no listing of its exports"
    if not published.exists():
        return f"{published.name} is not in share/banos/abi; --publish puts it there"
    if _promised(found) != _promised(published):
        return f"share/banos/abi/{published.name} is not what this kernel offers; --publish makes it so"
    return ""


def publish(found: Path, published: Path) -> None:
    """Only a change of what is promised is worth one of the file."""
    if found.exists() and compare(found, published):
        shutil.copyfile(found, published)
