#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#
# Usage: window_program.bash WINDOWSERVER CLIENT...
#
# Runs the window server, headless and (if Xvfb is there) in a window of SDL, with
# clients, and looks at the screenshots: they are not all of one colour, the clients
# live until the server ends, and nothing complains.

set -euo pipefail
server=$1
shift
. "$(dirname "$(realpath "$0")")/window_run.bash"

# A screen without windows compresses to less than this.
has_windows() {
	kill -USR1 "$process"
	[[ -s $work/screen.png && $(stat -c %s "$work/screen.png") -gt 6000 ]]
}

# screen NAME OPTION...: a server with all clients, from start to end.
screen() {
	local name=$1 client clients=() status=0
	shift
	rm -f "$work/screen.png"
	"$server" --width 900 --height 600 --screenshot "$work/screen.png" "$@" >"$work/$name.log" 2>&1 &
	process=$!
	until_true test -S "$BANOS_WINDOW" || fail "$name: the server does not listen"
	for client in "${given[@]}"; do
		"$client" >"$work/${client##*/}.log" 2>&1 &
		clients+=($!)
	done
	until_true has_windows || fail "$name: no window is seen"
	kill -TERM "$process"
	wait "$process" || status=$?
	[[ $status -eq 0 ]] || fail "$name: the server ended with $status"
	for client in "${clients[@]}"; do
		wait "$client" || fail "$name: a client did not see the end"
	done
	[[ ! -e $BANOS_WINDOW ]] || fail "$name: the socket is still there"
	[[ ! -s $work/$name.log ]] || fail "$name: the server complained"
	echo "ok $name"
}

given=("$@")
screen headless --headless
if ! command -v Xvfb >/dev/null; then
	echo "ok sdl # SKIP there is no Xvfb"
	exit 0
fi
start_xvfb -screen 0 1024x768x24
screen sdl
