# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # work and abi_directory are those of the command
#
# Compares two lists that library/list.bash made, and says in words what differs. Nothing
# printed: nothing differs. A line that begins at the margin is a sentence, the indented ones
# below it are abidiff's details.

# rows FILE: prints a data file's lines without comments.
rows() {
	grep -vE '^(#|$)' "$1"
}

# differences OLD NEW: prints abidiff's report, in words.
differences() {
	local status=0
	abidiff --leaf-changes-only --no-show-locs --show-bytes --harmless \
		"$1/banos.abi" "$2/banos.abi" >"$work/report" 2>&1 || status=$?
	if [[ $((status & 3)) -ne 0 ]]; then
		cat "$work/report"
		return 1
	fi
	in_words "$work/report"
}

# in_words REPORT: abidiff names functions, and the variables that list.bash made of types.
in_words() {
	sed -nE "
		# What only counts or repeats.
		/^ *\$|[Ss]ummary:|^[0-9]+ ([Rr]emoved|[Cc]hanged|[Aa]dded|functions?|variables?) /d
		/type size hasn't changed\$|there are data member changes:\$|details were reported earlier\$/d
		/^  \[C\] '.*(struct|enum|constant)_/d

		s/^  \[D\] 'function (.*)'    \{(.*)\}\$/\2 is gone (\1): an export is never removed/p; t
		s/^  \[A\] 'function (.*)'    \{(.*)\}\$/\2 is new (\1)/p; t
		s/^  \[C\] 'function (.*[ *](\w+)\(.*\))' has .*/\2 has another prototype than \1: a prototype never changes/p; t
		s/^  \[D\] '.*'    \{(struct|enum)_(.*)\}\$/\1 \2 is gone: a type is never removed/p; t
		s/^  \[A\] '.*'    \{(struct|enum)_(.*)\}\$/\1 \2 is new/p; t
		s/^  \[D\] '.*'    \{constant_(.*)\}\$/\1 is gone: a constant is never removed/p; t
		s/^  \[A\] '.*'    \{constant_(.*)\}\$/\1 is new/p; t
		s/^'enum constant_(.*)' changed:\$/\1 has another value: a constant never changes/p; t
		s/^'enum (.*)' changed:\$/enum \1 differs: a constant never changes/p; t
		s/^'struct (.*)' changed:\$/struct \1 differs: members stay as they are; new ones go to its end, if tests\/abi\/growable has it/p; t
		s/constant_\w+::value_of_//
		s/^ */    /p
	" "$1"
}

# select_differences additions|breaks: of what differences() prints. Additions are what is
# new by itself, an enum that has more constants, and a struct of tests/abi/growable that has
# more members behind where it ended.
select_differences() {
	awk -v wanted="$1" '
	FILENAME != "-" {
		grows[$1]
		next
	}
	/^[^ ]/ {
		finish()
		head = $0
		details = ""
		added = / is new$| is new \(/ || $1 == "enum" || ($1 == "struct" && $2 in grows)
		next
	}
	{
		details = details $0 "\n"
		if (/type size changed from/)
			end = $5
		else if (/, at offset/)
			added = added && $(NF - 2) >= end
		else if (!/ data member insertions?:$| enumerator insertions?:$/ && !/\047 value \047/)
			added = 0
	}
	function finish() {
		if (added)
			sub(/ differs:.*/, " has grown", head)
		if (head != "" && (wanted == "additions") == added)
			printf "%s\n%s", head, details
		end = 0
	}
	END { finish() }' <(rows "$abi_directory/growable") -
}

# other_macros LIST: prints its macros but the numbers, which abidiff compares by value,
# and the version itself.
other_macros() {
	sed -nE "s/.*enum-decl name='constant_(\w+)'.*/\1/p" "$1/banos.abi" |
		cat - <(echo BANOS_VERSION_CURRENT) |
		awk 'FILENAME == "-" { number[$1]; next } !($2 in number)' - "$1/macros"
}

macro_names() {
	other_macros "$1" | sed -E 's/^#define (\w+).*/\1/'
}

# changed_macros OLD NEW
changed_macros() {
	comm -23 <(other_macros "$1") <(other_macros "$2") |
		sed -E 's/^#define (\w+)(.*)/\1 differs from "\1\2": the meaning of a macro never changes/'
}

new_macros() {
	comm -13 <(macro_names "$1") <(macro_names "$2") | sed 's/$/ is new/'
}

# changed_exports OLD NEW
changed_exports() {
	join -a 1 -e none -o 0,1.2,1.3,2.2,2.3 "$1/exports" "$2/exports" | awk '
		$4 == "none" {
			print $1 " is gone from the shim: an export is never removed"
			next
		}
		$2 != $4 {
			print $1 " says that it is there since " $4 ", and was since " $2
		}
		$3 != $5 {
			print $1 " is for " word[$5] " now, and was for " word[$3] ": that never changes"
		}
		BEGIN { word["GPL"] = "GPL-compatible drivers"; word["all"] = "all drivers" }'
}

# early_exports OLD NEW: prints the exports that are new, and say that they are not.
early_exports() {
	local old name since
	old=$(list_version "$1")
	join -v 2 "$1/exports" "$2/exports" | while read -r name since _; do
		newer "$since" "$old" ||
			echo "$name is new, and says that it is there since $since, which is not newer than $old"
	done
}

# breaks OLD NEW: what no version may do.
breaks() {
	differences "$1" "$2" | select_differences breaks
	changed_macros "$1" "$2"
	changed_exports "$1" "$2"
}

# additions OLD NEW: what a new version may do.
additions() {
	differences "$1" "$2" | select_differences additions
	new_macros "$1" "$2"
	join -v 2 "$1/exports" "$2/exports" | awk '{ print $1 " is exported for the first time" }'
}

# compare OLD NEW
compare() {
	local old new found
	old=$(list_version "$1")
	new=$(list_version "$2")
	if newer "$old" "$new"; then
		echo "the version is $new, and $old was before"
		return
	fi
	found=$(breaks "$1" "$2")
	if [[ -n $found ]]; then
		printf '%s\n' "$found"
	elif [[ $old != "$new" ]]; then
		early_exports "$1" "$2"
	else
		found=$(additions "$1" "$2")
		[[ -z $found ]] || printf '%s\n' "$found" \
			"version $new is complete: what is new needs a newer BANOS_VERSION_CURRENT, and to say \"Since:\" that"
	fi
}
