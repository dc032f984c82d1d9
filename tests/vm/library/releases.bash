# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash
#
# What apt's index has of a kernel; common.bash, kernel.bash and apt.bash are sourced first.

# releases NAME: prints "release version image-package depends" with tabs between, of each
# kernel that has both an image and headers, the newest first; depends is what both depend on.
releases() {
	local suite pattern
	read -r suite pattern _ < <(kernel_row "$1")
	apt_stanzas "$suite" "linux-(image|headers)-$pattern(-unsigned)?" |
		awk -F '\t' -v OFS='\t' '
			/^linux-headers-/ {
				release = substr($1, 15)
				depends[release, $2] = $3
				next
			}
			{
				release = substr($1, 13)
				unsigned = sub(/-unsigned$/, "", release)
				# The signed image, if there is one.
				if (!unsigned || !((release, $2) in image)) {
					image[release, $2] = $1
					needs[release, $2] = $3
				}
			}
			END {
				for (key in image) {
					if (!(key in depends))
						continue
					split(key, part, SUBSEP)
					print part[1], part[2], image[key], depends[key] "," needs[key]
				}
			}' |
		sort -t $'\t' -k 2,2Vr -k 1,1Vr
}
