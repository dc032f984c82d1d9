# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#
# Usage: stream_seeds.py FOLDER FIRST,FIRST... FILE...
#
# Compressed streams of many kinds into a folder, for fuzzers of decoders: parts of the
# files in each format, level and strategy, also with stored blocks between, with all
# fields of a gzip header, and with a preset dictionary. Before each are the four bytes
# that the fuzzer takes its choices from: the FIRST of raw, zlib, gzip and detected
# streams, then those of small and large pieces.
import sys
import zlib

folder = sys.argv[1]
firsts = [int(first) for first in sys.argv[2].split(",")]
formats = list(zip(firsts, (-15, 15, 31, 31)))
count = 0


def save(first, stream):
    global count
    for rest in (b"\x40\x20\x01", b"\x00\xfe\xfe"):
        count += 1
        with open(f"{folder}/stream-seed-{count}", "wb") as seed:
            seed.write(bytes([first]) + rest + stream)


def compress(text, bits, level=6, strategy=zlib.Z_DEFAULT_STRATEGY, dictionary=b""):
    presets = {"zdict": dictionary} if dictionary else {}
    maker = zlib.compressobj(level, zlib.DEFLATED, bits, 8, strategy, **presets)
    half = len(text) // 2
    return (maker.compress(text[:half]) + maker.flush(zlib.Z_FULL_FLUSH)
            + maker.compress(text[half:]) + maker.flush())


for path in sys.argv[3:]:
    with open(path, "rb") as file:
        whole = file.read()
    for size in (0, 10, 300, 5000, 40000):
        text = whole[:size]
        for first, bits in formats:
            for level in (0, 1, 9):
                save(first, compress(text, bits, level))
            for strategy in (zlib.Z_FIXED, zlib.Z_RLE, zlib.Z_HUFFMAN_ONLY):
                save(first, compress(text, bits, 6, strategy))
        save(formats[1][0], compress(text, 15, dictionary=b"a dictionary"))
        header = b"\x1f\x8b\x08\x1e\0\0\0\0\x02\x03\x04\x00text" + b"name\0comment\0"
        checksum = (zlib.crc32(header) & 0xFFFF).to_bytes(2, "little")
        save(formats[2][0], header + checksum + compress(text, 31)[10:])
print(f"streams: {count}")
