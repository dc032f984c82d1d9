# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash
#
# Debian packages by way of apt, with the mirrors that this machine has configured.
# Nothing is ever installed.

# apt_stanzas SUITE PACKAGE-PATTERN: prints, from apt's index of that suite and its
# -updates and -security, "package version depends" with tabs between, for every package
# whose whole name matches the extended regular expression.
apt_stanzas() {
	local suite=$1 pattern=$2 codename file
	apt-get indextargets --format "\$(CODENAME) \$(FILENAME)" 'Created-By: Packages' |
		while read -r codename file; do
			case $codename in
			"$suite" | "$suite-updates" | "$suite-security") ;;
			*) continue ;;
			esac
			# A file that apt keeps compressed has its own reader.
			[[ -e $file ]] && /usr/lib/apt/apt-helper cat-file "$file"
			echo
		done |
		pattern="^($pattern)\$" awk '
			/^Package: / { package = $2 }
			/^Version: / { version = $2 }
			/^Depends: / { depends = substr($0, 10) }
			/^$/ {
				if (package ~ ENVIRON["pattern"])
					printf "%s\t%s\t%s\n", package, version, depends
				package = version = depends = ""
			}'
}

# apt_unpack FOLDER PACKAGE=VERSION...: downloads the packages, unpacks them into the
# folder, and keeps none of the archives.
apt_unpack() {
	local folder=$1 archives archive
	shift
	archives=$(mktemp -d "$folder.archives.XXXXXX")
	# apt's own download user could not write into a private folder of root's.
	(cd "$archives" && apt-get -qq -o APT::Sandbox::User=root download "$@") || {
		rm -rf "$archives"
		return 1
	}
	for archive in "$archives"/*.deb; do
		dpkg -x "$archive" "$folder" || {
			rm -rf "$archives"
			return 1
		}
	done
	rm -rf "$archives"
}
