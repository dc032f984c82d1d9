# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154,SC2016 # top is that of the command; perl has a $, too
#
# Shims of other versions than this tree's: real ones, built from real sources.
#
# - An older one, from the tag abi-VERSION or, where there are no tags, from the commit that
#   the manifest of the golden images names.
# - The next one: this tree with additions, as tests/abi/README.md asks for them. It has two
#   more exports, one of which works on no kernel, and struct banos_chrdev_options has a member
#   more at its end.

# commit_of VERSION: prints the commit that the version was released from.
commit_of() {
	git -C "$top" rev-parse --quiet --verify "abi-$1^{commit}" ||
		sed -n 's/^# commit //p' "$top/tests/golden/$1/manifest"
}

# older_tree VERSION: prints the folder with its sources.
older_tree() {
	local commit tree
	commit=$(commit_of "$1")
	tree=$top/build/abi/$1-${commit:0:12}
	if [[ ! -d $tree ]]; then
		rm -rf "$tree.unfinished"
		mkdir -p "$tree.unfinished"
		git -C "$top" archive "$commit" | tar -x -C "$tree.unfinished"
		mv "$tree.unfinished" "$tree"
	fi
	echo "$tree"
}

next_sources() {
	(cd "$top" && find Kbuild kmod shim tests/abi/next tests/abi/library/shim.bash tools/driver-kit \
		scripts/build-module scripts/kernel-compiler -type f | LC_ALL=C sort)
}

# next_tree: prints the folder with the sources of the next version, which is made anew when
# this tree's have changed.
next_tree() {
	local hash tree
	hash=$(next_sources | (cd "$top" && xargs -d '\n' sha256sum) | sha256sum | cut -c 1-12)
	tree=$top/build/abi/next-$hash
	if [[ ! -d $tree ]]; then
		rm -rf "$top"/build/abi/next-*
		mkdir -p "$tree.unfinished"
		next_sources | tar -c -C "$top" -T - | tar -x -C "$tree.unfinished"
		make_next "$tree.unfinished"
		mv "$tree.unfinished" "$tree"
	fi
	echo "$tree"
}

# replace FILE PROGRAM: edits with perl, on the whole file; fails if that changes nothing.
replace() {
	cp "$1" "$1.before"
	perl -0pi -e "$2" "$1"
	if cmp -s "$1" "$1.before"; then
		echo "$1 has nothing to replace by: $2" >&2
		return 1
	fi
	rm "$1.before"
}

# make_next TREE: gives it what the next version has.
make_next() {
	local include=$1/shim/include/banos words version name
	words=$(sed -nE 's/^#define BANOS_VERSION_CURRENT BANOS_VERSION\((.*)\)$/\1/p' "$include/version.h" |
		awk -F ', *' '{ print $1 ", " $2 ", " $3 + 1 }')
	version=${words//, /.}
	for name in "$include/next.h" "$1/shim/linux/next.c"; do
		sed "s/@NEXT@/$version/; s/@NEXT_WORDS@/$words/" "$top/tests/abi/next/${name##*/}.in" >"$name"
	done
	replace "$include/version.h" "s/(#define BANOS_VERSION_CURRENT).*/\$1 BANOS_VERSION($words)/"
	replace "$include/banos.h" 's|(\n#endif\n)\z|\n#include <banos/next.h>\n$1|'
	replace "$include/chrdev.h" 's/(struct banos_chrdev_options \{[^}]*)\}/$1\tuint64_t    next;\n}/'
	[[ ! -f $1/Kbuild ]] || replace "$1/Kbuild" 's/^shim := /shim := next /m'
	[[ ! -f $1/kmod/main.c ]] || replace "$1/kmod/main.c" "s/(MODULE_VERSION)\(.*?\)/\$1(\"$version\")/"
}

# next_drivers TREE: prints the folder with the drivers of tests/abi/next/drivers, built once by
# the next version's headers. (They ask for less than those on purpose, hence the warning that
# is off.)
next_drivers() {
	local source name folder=$1/drivers objects=$1/drivers.unfinished
	if [[ ! -d $folder ]]; then
		rm -rf "$objects"
		for source in "$top"/tests/abi/next/drivers/*.c; do
			name=$(basename "$source" .c)
			make -s --no-print-directory -C "$top" -f tools/driver-kit/banos-driver.mk \
				DRIVER="$name" SOURCES="$source" O="$objects" BANOS_INCLUDE="$1/shim/include" \
				BANOS_LD="$top/build/cmake/tools/ld/banos-ld" \
				CFLAGS="-O2 -Wall -Wextra -Werror -Wno-override-init"
		done
		mv "$objects" "$folder"
	fi
	echo "$folder"
}
