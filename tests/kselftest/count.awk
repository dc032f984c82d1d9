# SPDX-License-Identifier: GPL-2.0-only
# Copyright (C) 2026 The banos developers
#
# Counts the points in what kselftest's runner printed. Input: the names of the tests, a
# line each, then the runner's output. Prints "passed failed skipped", and then a line for
# each failure that is none of a test's own points.

function complain(text) {
	complaints = complaints "# " text "\n"
	failed++
}

function begin(name) {
	current = name
	plan = points = failures = 0
	whole_skip = 0
}

# The runner's verdict over a whole program.
function end(good, name) {
	ended[name] = 1
	if (plan != points && !whole_skip)
		complain(name ": " points " points of a plan of " plan)
	else if (!good && !failures)
		complain(name ": " $0)
	else if (good && !plan && !whole_skip)
		complain(name ": it has no plan")
	current = ""
}

NR == FNR {
	wanted[$1] = 1
	next
}

/^# selftests: banos: / {
	begin($4)
	next
}

/^(not )?ok [0-9]+ selftests: banos: / {
	name = $0
	sub(/^(not )?ok [0-9]+ selftests: banos: /, "", name)
	sub(/ .*/, "", name)
	end($1 == "ok", name)
	next
}

current == "" {
	next
}

/^# 1\.\.0 # SKIP/ {
	whole_skip = 1
	skipped++
}

/^# 1\.\.[0-9]+$/ {
	plan = substr($2, 4) + 0
}

/^# ok [0-9]+ / {
	points++
	if ($0 ~ /# SKIP/)
		skipped++
	else
		passed++
}

/^# not ok [0-9]+ / {
	points++
	failures++
	failed++
}

END {
	for (name in wanted)
		if (!(name in ended))
			complain(name ": it did not end")
	printf "%d %d %d\n%s", passed, failed, skipped, complaints
}
