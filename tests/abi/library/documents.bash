# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154,SC2034 # variables are shared with the command
#
# What the headers say about the exports, against what the shim says. Everything here prints
# what is wrong, and nothing if all is well.

declared_functions() {
	sed -nE "s/.*<elf-symbol name='(banos_\w+)' type='func-type'.*/\1/p" "$1/banos.abi" | LC_ALL=C sort
}

implicit_exports() {
	rows "$abi_directory/implicit" | awk '{ print $1 }' | LC_ALL=C sort
}

# headers_and_shim LIST: does each side have what the other one has?
headers_and_shim() {
	join -v 1 <(declared_functions "$1") "$1/exports" |
		sed 's/$/ is declared in a header, and no SHIM_EXPORT() line offers it/'
	join -v 2 <(declared_functions "$1") "$1/exports" | awk '{ print $1 }' |
		join -v 1 - <(implicit_exports) |
		sed 's/$/ is exported by the shim, and no header declares it/'
}

# sinces TREE: prints "name since" of each declared function, as the comment right above it
# says; "none" if it does not. The compiler says which line that is.
sinces() {
	local include # for c()
	include_options "$1"
	public_headers "$1" >"$work/headers.c"
	declarations "$work/headers.c" | sed -E 's/^(.*):([0-9]+) .*[ *](banos_\w+) \(.*/\1 \2 \3/' | awk '
		function read_file(name,   count) {
			while ((getline lines[name, ++count] <name) > 0)
				;
			known[name]
		}
		function since_above(name, line,   text, inside, found) {
			while (--line > 0) {
				text = lines[name, line]
				if (!inside && (text == "" || text ~ /[;}]$/))
					break
				inside = inside || text ~ /\*\/$/
				if (match(text, /Since: +/))
					found = substr(text, RSTART + RLENGTH)
				if (inside && text ~ /^ *\/\*/)
					break
			}
			sub(/[ ;]*(\*\/|;.*)?$/, "", found)
			return found == "" ? "none" : found
		}
		!($1 in known) { read_file($1) }
		{ print $3, since_above($1, $2) }' | LC_ALL=C sort
}

# since_lines TREE LIST: does each comment have the version that the shim has?
since_lines() {
	sinces "$1" | awk '
		{ since = substr($0, length($1) + 2) }
		since == "none" { print $1 ": the comment above it in the header says no \"Since:\""; next }
		since == "revision 0" { print $1, "0.0.0"; next }
		since ~ /^[0-9]+\.[0-9]+$/ { print $1, since ".0"; next }
		since ~ /^[0-9]+\.[0-9]+\.[0-9]+$/ { print $1, since; next }
		{ print $1 ": \"Since: " since "\" is no version" }' >"$work/sinces"
	grep -F ': ' "$work/sinces"
	grep -vF ': ' "$work/sinces" | join - "$2/exports" |
		awk '$2 != $3 { print $1 ": its header says since " $2 ", SHIM_EXPORT() says since " $3 }'
}

# growable_structs TREE: does SHIM_STRUCT() tell drivers about all that may grow?
growable_structs() {
	local told named
	told=$(grep -rhE '^SHIM_STRUCT\(' "$1/shim" --include='*.c' | sed -E 's/.*\((\w+)\).*/\1/' | LC_ALL=C sort -u)
	named=$(rows "$abi_directory/growable" | awk '$2 == "size" { print $1 }' | LC_ALL=C sort)
	comm -23 <(echo "$told") <(echo "$named") |
		sed 's/$/ has a SHIM_STRUCT() line, and tests\/abi\/growable does not name it/'
	comm -13 <(echo "$told") <(echo "$named") | grep -vE '_info$|^banos_statistics$' |
		sed 's/$/ may grow, as tests\/abi\/growable says, and no SHIM_STRUCT() line tells drivers its size/'
}

# module_exports MODULE: prints "name since licence" of what a built banos.ko really offers.
module_exports() {
	objcopy -O binary --only-section=.banos-export-info "$1" "$work/info"
	od -An -v -w24 -t u4 "$work/info" | gawk '
		FILENAME == "-" { since[(FNR - 1) * 24] = $5; gpl[(FNR - 1) * 24] = $6; next }
		{
			offset = strtonum("0x" $1)
			version = since[offset]
			sub(/^__export_info_/, "", $3)
			printf "%s %d.%d.%d %s\n", $3, version / 16777216, version / 65536 % 256,
				version % 65536, gpl[offset] ? "GPL" : "all"
		}' - <(nm "$1" | grep ' __export_info_') | LC_ALL=C sort
}

# module_and_sources MODULE LIST
module_and_sources() {
	module_exports "$1" >"$work/module"
	comm -23 "$work/module" "$2/exports" | sed 's/$/ is in the module, and not in the sources/'
	comm -13 "$work/module" "$2/exports" | sed 's/$/ is in the sources, and not in the module/'
}

# listing_exports FILE: prints the same of what "banosctl abi --json" printed.
listing_exports() {
	awk -F '"' '
		$2 == "name" { name = $4 }
		$2 == "since" { since = $4 }
		$2 == "gpl_only" { print name, since, $3 ~ /true/ ? "GPL" : "all" }' "$1" | LC_ALL=C sort
}

# listings_and_sources TREE LIST: those of another version are history.
listings_and_sources() {
	local listing version
	version=$(list_version "$2")
	for listing in "$1"/share/banos/abi/*.json; do
		grep -qF "\"version\": \"$version\"" "$listing" || continue
		comm -3 <(listing_exports "$listing") "$2/exports" | tr -d '\t' |
			sed "s|^|share/banos/abi/${listing##*/} and the sources differ in: |"
	done
}
