#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
#
# Usage: window_screenshot.bash WINDOWSERVER THREE_WINDOWS SAME_PICTURE REFERENCE
#
# Runs the window server, headless and (if Xvfb is there) in a window of SDL that fills
# an X server's screen, with the client that shows three windows: the screenshot, and
# what the X server has in its frame buffer, are the reference, pixel by pixel.

set -euo pipefail
server=$1 client=$2 same_picture=$3 reference=$4
. "$(dirname "$(realpath "$0")")/window_run.bash"

is_reference() {
	"$same_picture" "$reference" "$1" >"$work/difference.log"
}

takes_reference() {
	kill -USR1 "$process"
	[[ -s $work/screen.png ]] && is_reference "$work/screen.png"
}

# screen NAME FRAME_BUFFER OPTION...: a server with the client, from start to end.
screen() {
	local name=$1 frame_buffer=$2 shower status=0
	shift 2
	rm -f "$work/screen.png"
	"$server" --width 320 --height 240 --screenshot "$work/screen.png" "$@" >"$work/$name.log" 2>&1 &
	process=$!
	until_true test -S "$BANOS_WINDOW" || fail "$name: the server does not listen"
	"$client" >"$work/client.log" 2>&1 &
	shower=$!
	until_true takes_reference || fail "$name: the screenshot is not the reference"
	[[ -z $frame_buffer ]] || until_true is_reference "$frame_buffer" ||
		fail "$name: the frame buffer is not the reference"
	kill -TERM "$process"
	wait "$process" || status=$?
	[[ $status -eq 0 ]] || fail "$name: the server ended with $status"
	wait "$shower" || fail "$name: the client did not see the end"
	is_reference "$work/screen.png" || fail "$name: the last screenshot is not the reference"
	echo "ok $name"
}

screen headless '' --headless
if ! command -v Xvfb >/dev/null; then
	echo "ok sdl # SKIP there is no Xvfb"
	exit 0
fi
mkdir "$work/frames"
start_xvfb -screen 0 320x240x24 -nocursor -fbdir "$work/frames"
screen sdl "$work/frames/Xvfb_screen0"
