# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # common.bash is sourced first
#
# The guest's file system: cpio archives, which the kernel unpacks one after the other.
#
#   base      busybox, dash, bash, kmod, our programs; the same for every run, kept in the cache
#   modules   modules of the kernel's own package; kept in the cache
#   files     what this run adds
#
# Each is staged as a folder, then packed.

# stage_file STAGE HOST GUEST: a copy of the file, with its permissions.
stage_file() {
	local target=$1/$3
	mkdir -p "${target%/*}"
	cp -L --preserve=mode "$2" "$target"
}

# stage_libraries STAGE: adds the libraries that the programs in the stage need.
stage_libraries() {
	local stage=$1 library libraries
	local -a files
	mapfile -d '' -t files < <(find "$stage" -type f -print0)
	[[ ${#files[@]} -gt 0 ]] || return 0
	libraries=$(elf_libraries "${files[@]}") || die "a shared library is missing on this machine"
	for library in $libraries; do
		[[ -e $stage$library ]] || stage_file "$stage" "$library" "$library"
	done
}

# pack STAGE: prints the folder as an archive in which root owns all.
pack() {
	(cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
		cpio --quiet -0 -o -H newc -R +0:+0)
}

# pack_once ARCHIVE STAGE: packs into the cache, whole or not at all.
pack_once() {
	local unfinished
	mkdir -p "${1%/*}"
	unfinished=$(mktemp "$1.XXXXXX")
	pack "$2" >"$unfinished"
	mv "$unfinished" "$1"
}

# key WORD...: prints a name for what the words and the harness's own files determine.
key() {
	{
		printf '%s\n' "$@"
		cat "$vm_directory"/guest/{init,monitor} "${BASH_SOURCE[0]}"
	} | sha256sum | cut -c 1-16
}

stage_base() {
	local stage=$1 applet
	mkdir -p "$stage"/{bin,sbin,dev,etc,output,proc,root,run,sys,tmp,usr/bin,usr/sbin,vm}
	chmod 1777 "$stage/tmp"
	stage_file "$stage" "$vm_directory/guest/init" init
	stage_file "$stage" "$vm_directory/guest/monitor" bin/monitor
	# Those in a folder; linuxrc, in none, is not for us.
	for applet in $(busybox --list-full | grep /); do
		mkdir -p "$stage/${applet%/*}"
		ln -sf /bin/busybox "$stage/$applet"
	done
	rm -f "$stage/bin/busybox"
	stage_file "$stage" "$(command -v busybox)" bin/busybox
	# busybox's own shell would prefer its applets to programs that a test brings along.
	rm -f "$stage/bin/sh"
	stage_file "$stage" "$(command -v dash)" bin/sh
	stage_file "$stage" "$(command -v bash)" bin/bash
	# The real programs: kmod's messages name what is wrong, and kselftest's runner uses
	# options of timeout that busybox's lacks.
	rm -f "$stage/usr/bin/timeout"
	stage_file "$stage" "$(command -v timeout)" usr/bin/timeout
	stage_file "$stage" "$(command -v kmod)" bin/kmod
	for applet in insmod rmmod modprobe lsmod modinfo depmod; do
		rm -f "$stage"/{,usr/}{bin,sbin}/"$applet"
		ln -s /bin/kmod "$stage/sbin/$applet"
	done
	printf '%s\n' root:x:0:0:root:/root:/bin/sh user:x:1000:1000::/tmp:/bin/sh \
		nobody:x:65534:65534:nobody:/:/bin/sh >"$stage/etc/passwd"
	printf '%s\n' root:x:0: user:x:1000: nogroup:x:65534: >"$stage/etc/group"
	echo '127.0.0.1 localhost' >"$stage/etc/hosts"
	ln -s /proc/mounts "$stage/etc/mtab"
	stage_libraries "$stage"
}

# base_archive TEMPORARY: prints the path of the archive, which it makes if need be.
base_archive() {
	local programs archive
	programs=$(stat -L -c '%n %s %Y' "$(command -v busybox)" "$(command -v dash)" \
		"$(command -v bash)" "$(command -v kmod)" "$(command -v timeout)")
	archive=$vm_cache/initramfs/base-$(key "$programs").cpio
	if [[ ! -e $archive ]]; then
		stage_base "$1/base"
		pack_once "$archive" "$1/base"
	fi
	printf '%s\n' "$archive"
}

# module_files ROOT RELEASE NAME...: prints the files of the modules and of those that they
# depend on.
module_files() {
	local root=$1 release=$2
	shift 2
	modprobe -C /dev/null -d "$root" -S "$release" --show-depends -a -- "$@" |
		awk '$1 == "insmod" { print $2 }' | sort -u
}

# stage_modules STAGE ROOT RELEASE NAME...
stage_modules() {
	local stage=$1 root=$2 release=$3 files file target
	shift 3
	files=$(module_files "$root" "$release" "$@") ||
		die "the package of $release has not all of these modules: $*"
	target=$stage/lib/modules/$release
	mkdir -p "$target"
	cp "$root/lib/modules/$release"/modules.{order,builtin,builtin.modinfo} "$target"
	for file in $files; do
		stage_file "$stage" "$file" "${file#"$root"}"
	done
	# The guest is slow, and its modprobe may not know every compression.
	find "$stage" -name '*.ko.xz' -exec xz -d {} +
	find "$stage" -name '*.ko.zst' -exec zstd -q -d --rm {} +
	depmod -b "$stage" "$release"
}

# modules_archive TEMPORARY KERNEL-ROOT NAME...: prints the path of the archive.
modules_archive() {
	local temporary=$1 kernel_root=$2 archive
	shift 2
	archive=$vm_cache/initramfs/modules-$(key "$kernel_root" "$@").cpio
	if [[ ! -e $archive ]]; then
		stage_modules "$temporary/modules" "$(kernel_modules_root "$kernel_root")" \
			"$(kernel_release "$kernel_root")" "$@"
		pack_once "$archive" "$temporary/modules"
	fi
	printf '%s\n' "$archive"
}

# split_pair HOST[=GUEST]: sets host and guest. Without a guest path it is the host's; a
# bare name is that of a program.
split_pair() {
	host=${1%%=*}
	if [[ $host != */* && ! -e $host ]]; then
		host=$(command -v "$host") || die "there is no file or program '$host'"
	fi
	if [[ $1 == *=* ]]; then
		guest=${1#*=}
	else
		guest=$(realpath -s "$host")
	fi
	[[ $guest == /* ]] || die "a path in the guest starts with /, so '$guest' can't be one"
}

# stage_given STAGE "file"|"directory" PAIR...
stage_given() {
	local stage=$1 kind=$2 pair host guest
	shift 2
	for pair; do
		split_pair "$pair"
		case $kind in
		file)
			[[ -f $host ]] || die "there is no file '$host'"
			stage_file "$stage" "$host" "$guest"
			;;
		directory)
			[[ -d $host ]] || die "there is no folder '$host'"
			mkdir -p "$stage/$guest"
			cp -r --preserve=mode "$host/." "$stage/$guest"
			;;
		esac
	done
}

# quote WORD...: prints the words so that a shell reads them as they are.
quote() {
	local word
	for word; do
		printf "'%s' " "${word//\'/\'\\\'\'}"
	done
	echo
}
