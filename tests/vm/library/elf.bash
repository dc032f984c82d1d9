# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash
#
# Which shared libraries programs need.

# is_elf FILE: true if it begins as an ELF file does.
is_elf() {
	local magic
	LC_ALL=C IFS= read -r -N 4 magic <"$1" 2>/dev/null && [[ $magic == $'\x7fELF' ]]
}

# elf_libraries FILE...: prints the path of each library, the dynamic loader included, that
# the dynamic programs and libraries among the files need. Fails when one is not found.
elf_libraries() {
	local file listing
	local -a elves=()
	for file; do
		if is_elf "$file"; then
			elves+=("$file")
		fi
	done
	[[ ${#elves[@]} -gt 0 ]] || return 0
	# ldd says of static programs and of objects that they are not dynamic, and fails.
	listing=$(ldd "${elves[@]}" 2>/dev/null) || true
	if grep -F 'not found' <<<"$listing" >&2; then
		return 1
	fi
	sed -nE 's/^\t(.* => )?(\/[^ ]+) \(0x[0-9a-f]+\)$/\2/p' <<<"$listing" | sort -u
}
