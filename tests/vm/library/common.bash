# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2034 # those who source it use the variables
#
# What every command of the harness shares: where things lie, and how it speaks.

shopt -s inherit_errexit

vm_directory=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")
vm_cache=${BANOS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/banos}
readonly vm_directory vm_cache

# kmod's programs are not in the search path of an ordinary user.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# The harness itself failed: neither the command in the guest nor the kernel did.
readonly status_harness=125

say() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
}

die() {
	say "$*"
	exit "$status_harness"
}

# need PROGRAM...: ends with a sentence when one of them is not installed.
need() {
	local program
	for program; do
		command -v "$program" >/dev/null ||
			die "$program is not installed; scripts/deps installs all that is needed"
	done
}

# print_usage: prints the comment at the head of the running script.
print_usage() {
	sed -n '/^# Usage:/,/^[^#]/ { s/^# \{0,1\}//p }' "$0"
}
