# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # run sets what its options say
#
# What a run adds to the guest's machine.

# make_disks: gives each of disks its file, which it makes if only the size is given.
make_disks() {
	local number id what
	for number in "${!disks[@]}"; do
		id=${disks[number]%%=*} what=${disks[number]#*=}
		if [[ $what =~ ^[1-9][0-9]*$ ]]; then
			truncate -s "${what}M" "$temporary/disk.$id"
			what=$temporary/disk.$id
		fi
		[[ -f $what ]] || die "there is no file '$what' for the disk $id"
		disks[number]=id=$id,file=$(realpath "$what")
	done
}

# monitor_hardware: QEMU's monitor at the other end of a serial line of the guest. Both talk to
# a character device of the host, so there are two, and a socket between them.
monitor_hardware() {
	printf '%s\n' -chardev "socket,id=line,path=$temporary/monitor,server=on,wait=off" \
		-chardev "socket,id=monitor,path=$temporary/monitor" \
		-device isa-serial,index=3,irq=7,chardev=line \
		-mon chardev=monitor,mode=control
}

# machine_hardware: prints QEMU's options for all of it, a word a line. After make_disks.
machine_hardware() {
	local disk netdev device
	[[ -z $monitor ]] || monitor_hardware
	for disk in "${disks[@]}"; do
		printf '%s\n' -drive "if=none,format=raw,snapshot=on,$disk"
	done
	for netdev in "${netdevs[@]}"; do
		printf '%s\n' -netdev "$netdev"
	done
	for device in "${devices[@]}"; do
		printf '%s\n' -device "$device"
	done
}
