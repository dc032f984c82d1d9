# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
"""What is compressed in the PNG images whose names are on the standard input."""

import struct
import sys
import zlib


def image_data(data):
    """The filtered lines of one image: its IDAT chunks, decompressed."""
    at, packed = 8, b""
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += 12 + size
    return zlib.decompress(packed)


for name in sys.stdin.read().splitlines():
    with open(name, "rb") as file:
        try:
            sys.stdout.buffer.write(image_data(file.read()))
        except zlib.error:
            pass
