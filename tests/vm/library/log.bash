# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # common.bash is sourced first
#
# Judging a kernel log.

# log_messages LOG: prints the messages without time stamps and caller marks, a line for
# each line of the log.
log_messages() {
	sed -E 's/^\[ *[0-9]+\.[0-9]+\](\[ *[TC][0-9]+\])? //' "$1"
}

# log_matches LOG GREP-OPTION...: prints "line number:message" of what grep selects.
log_matches() {
	local log=$1
	shift
	log_messages "$log" | grep -anE "$@" || true
}

# log_failures LOG ALLOWED...: prints "line number:message" of each message that speaks of
# a failure and that none of the regular expressions that follow matches.
log_failures() {
	local log=$1 expression
	local -a allowed=()
	shift
	for expression; do
		allowed+=(-e "$expression")
	done
	awk -F : 'FILENAME == ARGV[1] { allowed[$1]; next } !($1 in allowed)' \
		<([[ $# -eq 0 ]] || log_matches "$log" "${allowed[@]}") \
		<(log_matches "$log" -f <(grep -v '^#' "$vm_directory/log-failures"))
}

# log_lacks LOG WANTED...: prints each regular expression that no message matches.
log_lacks() {
	local log=$1 wanted
	shift
	for wanted; do
		[[ -n $(log_matches "$log" -m 1 -e "$wanted") ]] || printf '%s\n' "$wanted"
	done
}

# log_excerpt LOG LINE: prints the log from a little before that line on.
log_excerpt() {
	local from=$(($2 > 5 ? $2 - 5 : 1))
	sed -n "$from,$((from + 120))p" "$1"
}
