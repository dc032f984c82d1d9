# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2034,SC2154 # common.bash is sourced first
#
# Where the files of the kernel source package lie: source/<version>_<digest of the list>/,
# and the symbolic link source/newest. One source serves the tests on every kernel.

readonly source_suite=bookworm
readonly source_package=linux-source-6.12
readonly source_link=$vm_cache/source/newest
