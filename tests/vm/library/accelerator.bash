# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # common.bash is sourced first
#
# Whether KVM can be used. That /dev/kvm can be opened proves little: in some nested
# machines a guest then hangs before its first message. So it is tried, once in each boot
# of this machine.

# kvm_boots VMLINUZ: true if a guest gets as far as it can without a root file system.
kvm_boots() {
	timeout -s KILL 8 qemu-system-x86_64 -accel kvm -cpu max -m 512 -nodefaults \
		-display none -no-reboot -serial stdio -kernel "$1" \
		-append 'console=ttyS0 panic=-1' </dev/null 2>/dev/null |
		grep -q 'Unable to mount root fs'
}

# accelerator VMLINUZ: prints "kvm" or "tcg".
accelerator() {
	local verdict
	if [[ ! -w /dev/kvm ]]; then
		echo tcg
		return
	fi
	verdict=$vm_cache/kvm-$(</proc/sys/kernel/random/boot_id)
	mkdir -p "$vm_cache"
	(
		flock 9
		if [[ ! -s $verdict ]]; then
			say "trying whether KVM works here"
			if kvm_boots "$1"; then
				echo kvm
			else
				echo tcg
			fi >"$verdict"
			say "it is $(<"$verdict") from now on, until this machine boots again"
		fi
	) 9>"$verdict.lock"
	cat "$verdict"
}
