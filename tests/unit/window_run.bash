# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#
# Sourced by the tests that run the window server: a folder for all that they leave,
# $work, which goes with all that still runs; and how they wait and fail.

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT
export BANOS_WINDOW=$work/socket

fail() {
	echo "${0##*/}: $*" >&2
	cat "$work"/*.log >&2
	exit 1
}

# until_true COMMAND...: waits for it, at most a minute.
until_true() {
	local i
	for ((i = 0; i < 600; i++)); do
		"$@" && return 0
		sleep 0.1
	done
	return 1
}

# start_xvfb OPTION...: an X server, which SDL uses from here on.
start_xvfb() {
	Xvfb -displayfd 3 "$@" 3>"$work/display" >"$work/Xvfb.out" 2>&1 &
	until_true test -s "$work/display" || fail "Xvfb does not start"
	DISPLAY=:$(<"$work/display")
	export DISPLAY SDL_VIDEODRIVER=x11
}
