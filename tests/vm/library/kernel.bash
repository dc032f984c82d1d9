# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # common.bash is sourced first
#
# The kernels in the cache. Each lies unpacked, as its packages have it, in
#
#   kernels/<release>_<package version>/
#
# and kernels/by-name/<name>, a symbolic link, says which of them a row of the data file
# "kernels" stands for. The link is made last, so that what it points to is complete.

# kernel_row NAME: prints "suite release-pattern root". NAME@RELEASE is that release alone.
kernel_row() {
	local row release suite root
	row=$(kernel_data "${1%%@*}") || return
	if [[ $1 == *@* ]]; then
		release=${1#*@}
		release=${release//./\\.}
		read -r suite _ root <<<"$row"
		row="$suite ${release//+/\\+} $root"
	fi
	printf '%s\n' "$row"
}

# kernel_data NAME: the same, of a row.
kernel_data() {
	awk -v name="$1" '!/^#/ && $1 == name { print $2, $3, $4; found = 1 } END { exit !found }' \
		"$vm_directory/kernels" ||
		die "there is no kernel '$1'; known are: $(kernel_names | tr '\n' ' ')"
}

# kernel_names: prints the names of all rows.
kernel_names() {
	awk '!/^#/ && NF { print $1 }' "$vm_directory/kernels"
}

# kernel_names_packaged: prints the names of those that are in a package.
kernel_names_packaged() {
	awk '!/^#/ && NF && $2 != "source" { print $1 }' "$vm_directory/kernels"
}

# kernel_link NAME: prints the path of the link, which may not exist.
kernel_link() {
	printf '%s\n' "$vm_cache/kernels/by-name/$1"
}

# kernel_root NAME: prints the folder that the packages of a fetched kernel lie in.
kernel_root() {
	local link
	kernel_row "$1" >/dev/null
	link=$(kernel_link "$1")
	[[ -d $link/boot ]] || die "kernel $1 is not in the cache; tests/vm/fetch $1 gets it"
	realpath "$link"
}

# kernel_release ROOT: prints the release, as uname -r has it.
kernel_release() {
	local image
	image=$(echo "$1"/boot/vmlinuz-*)
	printf '%s\n' "${image##*/vmlinuz-}"
}

# kernel_modules_root ROOT: prints the folder in which lib/modules lies. Newer Debian
# packages have it under usr.
kernel_modules_root() {
	if [[ -d $1/lib/modules ]]; then
		printf '%s\n' "$1"
	else
		printf '%s\n' "$1/usr"
	fi
}
