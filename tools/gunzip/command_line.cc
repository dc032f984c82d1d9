// SPDX-License-Identifier: MIT
// Copyright (C) 2026 The banos developers
#include "command_line.hpp"

#include <cstdio>
#include <getopt.h>

namespace banos::gunzip {

namespace {

constexpr int synchronous_option = 256;

constexpr option long_options[] = {
    {"stdout", no_argument, nullptr, 'c'},
    {"to-stdout", no_argument, nullptr, 'c'},
    {"decompress", no_argument, nullptr, 'd'},
    {"uncompress", no_argument, nullptr, 'd'},
    {"force", no_argument, nullptr, 'f'},
    {"help", no_argument, nullptr, 'h'},
    {"keep", no_argument, nullptr, 'k'},
    {"list", no_argument, nullptr, 'l'},
    {"no-name", no_argument, nullptr, 'n'},
    {"name", no_argument, nullptr, 'N'},
    {"quiet", no_argument, nullptr, 'q'},
    {"silent", no_argument, nullptr, 'q'},
    {"suffix", required_argument, nullptr, 'S'},
    {"synchronous", no_argument, nullptr, synchronous_option},
    {"test", no_argument, nullptr, 't'},
    {"verbose", no_argument, nullptr, 'v'},
    {"version", no_argument, nullptr, 'V'},
    {},
};

constexpr const char* help =
    R"(Usage: banos-gunzip [OPTION]... [FILE]...
Decompresses gzip FILEs, by default in place. Without FILE, or with -, reads
standard input and writes standard output.

  -c, --stdout       write on standard output, keep the files
  -d, --decompress   (what it always does)
  -f, --force        overwrite files, decompress files with several links
  -h, --help         print this help
  -k, --keep         keep the compressed files
  -l, --list         list sizes, ratios and names
  -n, --no-name      do not restore the original name and time (the default)
  -N, --name         restore the original name and time
  -q, --quiet        suppress warnings
  -S, --suffix=SUF   compressed files end with SUF
      --synchronous  wait until the output is on the disk
  -t, --test         test integrity alone
  -v, --verbose      say what is done
  -V, --version      print the version

Exit status: 0 all well, 1 an error, 2 a warning.
)";

void take(command_line& wanted, int letter, const char* argument) {
    switch (letter) {
    case 'c':
        wanted.to_stdout = true;
        break;
    case 'f':
        wanted.force = true;
        break;
    case 'k':
        wanted.keep = true;
        break;
    case 'l':
        wanted.list = true;
        break;
    case 'n':
        wanted.restore_name = false;
        break;
    case 'N':
        wanted.restore_name = true;
        break;
    case 'q':
        wanted.quiet = true;
        wanted.verbose = false;
        break;
    case 'S':
        wanted.suffix = argument;
        break;
    case synchronous_option:
        wanted.synchronous = true;
        break;
    case 't':
        wanted.test = true;
        break;
    case 'v':
        wanted.verbose = true;
        wanted.quiet = false;
        break;
    default: // -d
        break;
    }
}

} // namespace

std::optional<command_line> parse(int count, char** arguments, exit_status& end) {
    command_line wanted;
    for (int letter;
         (letter = getopt_long(count, arguments, "cdfhklnNqS:tvV", long_options, nullptr)) != -1;) {
        if (letter == 'h' || letter == 'V') {
            std::fputs(letter == 'h' ? help : "banos-gunzip " BANOS_PROJECT_VERSION "\n", stdout);
            end = exit_status::ok;
            return {};
        }
        if (letter == '?') {
            std::fputs("Try `banos-gunzip --help' for more information.\n", stderr);
            end = exit_status::error;
            return {};
        }
        take(wanted, letter, optarg);
    }
    wanted.files.assign(arguments + optind, arguments + count);
    if (wanted.files.empty())
        wanted.files = {"-"};
    return wanted;
}

} // namespace banos::gunzip
