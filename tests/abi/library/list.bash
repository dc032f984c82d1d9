# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # work and abi_directory are those of the command
#
# Makes the list of an ABI, a folder of three files, out of a source tree:
#
#   banos.abi   prototypes, layouts and constants, as abidw (libabigail) writes them
#   macros      what gcc -E -dM has of the public headers
#   exports     "name since licence" of all that the shim exports
#
# What the headers declare is found out by the compiler, never by reading C here: gcc prints
# the prototypes, which become a shared object of empty functions; its debug information
# names the types, and each becomes a variable; macros that are numbers become enumerators.

# include_options TREE: sets include.
include_options() {
	include=(-I "$1/shim/include" -I "$1/kmod/include")
}

# c COMPILER ARGUMENT...: unnamed parameters and 64-bit enumerators are new in C23.
c() {
	local compiler=$1
	shift
	"$compiler" -std=gnu2x -ffreestanding -w "${include[@]}" "$@"
}

# public_headers TREE: prints a C file that includes all of them.
public_headers() {
	(cd "$1" && find shim/include/banos kmod/include/banos -name '*.h' | LC_ALL=C sort) |
		sed -E 's|.*/(banos/.*)|#include <\1>|'
}

# declarations HEADERS: prints "file:line prototype" of each function that is declared.
declarations() {
	c gcc -fsyntax-only -aux-info "$work/prototypes" "$1"
	sed -nE 's|^/\* ([^ ]*:[0-9]+):[A-Z]* \*/ extern (.*);$|\1 \2|p' "$work/prototypes"
}

define_functions() {
	declarations "$1" | sed -E 's/^[^ ]+ (.*)$/\1 { __builtin_trap(); }/'
}

# macros HEADERS: prints the definitions of those that mean something.
macros() {
	c gcc -E -dM "$1" | grep -E '^#define BANOS_' | grep -vE '^#define BANOS_[A-Z_]*_H $' |
		sed 's| *$||' | LC_ALL=C sort
}

# define_constants HEADERS: prints an enumerator for each macro that is a number. Which ones
# are is the compiler's opinion: it complains about the lines of the others.
define_constants() {
	macros "$1" | sed -nE '/ BANOS_VERSION_CURRENT /d
		s/^#define ([A-Z0-9_]+)( .*)?$/enum constant_\1 { value_of_\1 = \1 } *constant_\1;/p' >"$work/constants"
	cat "$1" <(echo '#line 1 "constants"') "$work/constants" |
		{ c gcc -fsyntax-only -fmax-errors=0 -ftrack-macro-expansion=0 -x c - 2>&1 || true; } |
		sed -nE 's/^constants:([0-9]+):.*error:.*/\1/p' |
		awk 'FILENAME == "-" { bad[$1]; next } !(FNR in bad)' - "$work/constants"
}

# define_variables ABI: one of each struct and enum that the debug information has. Pointers,
# because the size of a variable is nobody's business.
define_variables() {
	sed -nE "/is-declaration-only='yes'/d
		s/.*<class-decl name='(banos_[a-z0-9_]+)'.*/struct \1 *struct_\1;/p
		s/.*<enum-decl name='(banos_[a-z0-9_]+)'.*/enum \1 *enum_\1;/p" "$1" | LC_ALL=C sort -u
}

# describe COMPILER SOURCE: prints what abidw says about it.
describe() {
	c "$1" -g -O0 -fno-eliminate-unused-debug-types -fPIC -shared -nostdlib \
		-ffile-prefix-map="$work/=" -o "$work/object.so" "$2"
	abidw --load-all-types --no-show-locs --no-corpus-path --no-comp-dir-path --no-elf-needed \
		--no-parameter-names "$work/object.so"
}

# exports TREE: prints "name since licence" of each line of the shim that exports something.
exports() {
	grep -rhE '^SHIM_(EXPORT|EXPORT_GPL|UNSUPPORTED)\(' "$1/shim" --include='*.c' |
		sed -nE 's/^(SHIM_[A-Z]+\(\w+), 0\)/\1, BANOS_VERSION(0, 0, 0))/
			s/^SHIM_([A-Z_]+)\((\w+), BANOS_VERSION\(([0-9]+), ([0-9]+), ([0-9]+)\)(, ([01]),.*)?\).*/\2 \3.\4.\5 \1\7/p' |
		awk '{ print $1, $2, $3 ~ /GPL|1$/ ? "GPL" : "all" }' | LC_ALL=C sort -u
}

# make_list TREE FOLDER [COMPILER]
make_list() {
	local compiler=${3:-gcc} include
	local headers=$work/headers.c source=$work/source.c
	include_options "$1"
	mkdir -p "$2"
	public_headers "$1" >"$headers"
	macros "$headers" >"$2/macros"
	exports "$1" >"$2/exports"
	{
		cat "$headers"
		define_functions "$headers"
	} >"$source"
	describe "$compiler" "$source" >"$work/types.abi"
	define_constants "$headers" >>"$source"
	define_variables "$work/types.abi" >>"$source"
	describe "$compiler" "$source" >"$2/banos.abi"
}

# list_version FOLDER: prints the version of a list, such as 0.9.0.
list_version() {
	sed -nE 's/^#define BANOS_VERSION_CURRENT BANOS_VERSION\(([0-9]+), ?([0-9]+), ?([0-9]+)\)$/\1.\2.\3/p' \
		"$1/macros"
}

# newer A B: is version A newer than version B?
newer() {
	[[ $1 != "$2" && $(printf '%s\n' "$1" "$2" | sort -V | tail -n 1) == "$1" ]]
}
