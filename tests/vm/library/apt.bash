# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# shellcheck shell=bash disable=SC2154 # common.bash is sourced first
#
# Debian packages by way of apt, with the mirrors that this machine has configured.
# Nothing is ever installed, and root is not needed.

# Options of each apt command; apt_suite() and apt_refresh() add to them. apt's own download
# user could not write into the cache, which is private to whoever runs this.
apt_options=(-o APT::Sandbox::User=root)
apt_lists=$vm_cache/apt/lists

# apt_own_index: from here on uses an index of our own in the cache.
apt_own_index() {
	mkdir -p "$apt_lists/partial"
	apt_options+=(-o Dir::State::Lists="$apt_lists"
		-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
}

# apt_refresh: brings an index of our own up to date and uses it; for when the machine has
# none, or it is so old that what it lists is gone.
apt_refresh() {
	apt_own_index
	(
		flock 9
		apt-get -qq "${apt_options[@]}" update
	) 9>"$vm_cache/apt/lock"
}

# apt_sources SUITE: prints apt's lines for a suite from the mirrors that this machine has
# configured for its own. What is not released yet has no -security.
apt_sources() {
	local suite=$1 keys=/usr/share/keyrings/debian-archive-keyring.gpg label address options=''
	[[ ! -e $keys ]] || options="[signed-by=$keys] "
	apt-get indextargets --format "\$(LABEL) \$(REPO_URI)" 'Created-By: Packages' | sort -u |
		while read -r label address; do
			case $label/$suite in
			Debian/*) echo "deb $options$address $suite main" ;;
			Debian-Security/sid) ;;
			Debian-Security/*) echo "deb $options$address $suite-security main" ;;
			esac
		done
}

# apt_suite SUITE: from here on apt knows this suite: as the machine is configured, or else
# by a configuration and an index of our own, which is fetched once and then by apt_refresh.
# The index of a suite that is no longer maintained is past its date for ever.
apt_suite() {
	local folder=$vm_cache/apt/$1
	if apt-get indextargets --format "\$(CODENAME)" 'Created-By: Packages' | grep -qxF "$1"; then
		return
	fi
	mkdir -p "$folder"
	apt_sources "$1" >"$folder/sources.list"
	[[ -s $folder/sources.list ]] || die "apt is configured for no archive of Debian"
	apt_lists=$folder/lists
	apt_options+=(-o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts=-
		-o Acquire::Check-Valid-Until=false)
	apt_own_index
	[[ -n $(apt_index_files) ]] || apt_refresh
}

# apt_index_files: prints "codename file" of each index that is there.
apt_index_files() {
	local codename file
	apt-get "${apt_options[@]}" indextargets --format "\$(CODENAME) \$(FILENAME)" \
		'Created-By: Packages' |
		while read -r codename file; do
			[[ ! -e $file ]] || printf '%s %s\n' "$codename" "$file"
		done
}

# apt_index_state: prints a word that changes when the index does.
apt_index_state() {
	apt_index_files | cut -d ' ' -f 2 | xargs -r stat -c '%n %s %Y' | sha256sum | cut -c 1-16
}

# apt_stanzas SUITE PACKAGE-PATTERN: prints, from apt's index of that suite and its
# -updates and -security, "package version depends" with tabs between, for every package
# whose whole name matches the extended regular expression.
apt_stanzas() {
	local suite=$1 pattern=$2 codename file
	apt_index_files |
		while read -r codename file; do
			case $codename in
			"$suite" | "$suite-updates" | "$suite-security") ;;
			*) continue ;;
			esac
			# A file that apt keeps compressed has its own reader.
			/usr/lib/apt/apt-helper cat-file "$file"
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

# apt_newest SUITE PACKAGE: prints the newest version; nothing when there is none.
apt_newest() {
	apt_stanzas "$1" "$2" | cut -f 2 | sort -V | tail -n 1
}

# apt_unpack FOLDER PACKAGE=VERSION...: downloads the packages, unpacks them into the
# folder, and keeps none of the archives.
apt_unpack() {
	local folder=$1 archives=$1.archives archive
	shift
	mkdir "$archives"
	say "downloading $*"
	(cd "$archives" && apt-get -qq "${apt_options[@]}" download "$@") || return 1
	for archive in "$archives"/*.deb; do
		dpkg -x "$archive" "$folder" || return 1
	done
	rm -rf "$archives"
}

# apt_unfinished FOLDER: sets unfinished, a new folder in there that goes when this shell
# ends, and apt_unpack's archives with it. What is complete is moved to its place.
apt_unfinished() {
	[[ -z ${unfinished:-} ]] || rm -rf "$unfinished" "$unfinished.archives"
	mkdir -p "$1"
	unfinished=$(mktemp -d "$1/unfinished.XXXXXX")
	trap 'rm -rf "$unfinished" "$unfinished.archives"' EXIT
}

# apt_finish FINAL: moves the unfinished folder there.
apt_finish() {
	chmod 755 "$unfinished"
	mv -T "$unfinished" "$1" || die "could not put ${1##*/} in its place"
}

# apt_keep_newest LINK WANTED FUNCTION ARGUMENT...: calls the function, which makes the
# link, unless the index and the words WANTED are the same as when it was last called. One
# at a time for each link, so that two runs don't download the same. When the function
# fails with an index that is up to date too, what the link points to goes on being used.
apt_keep_newest() (
	local link=$1 seen
	seen="$(apt_index_state) $2"
	shift 2
	mkdir -p "${link%/*}"
	exec 9>"$link.lock"
	flock 9
	if [[ -d $link && -e $link.seen && $(<"$link.seen") == "$seen" ]]; then
		return
	fi
	if ! "$@" && ! { apt_refresh && "$@"; }; then
		[[ -d $link ]] ||
			die "could not get '${link##*/}'; is its suite configured, and the mirror reachable?"
		say "could not get the newest for '${link##*/}'; going on with $(realpath "$link")"
		return
	fi
	echo "$seen" >"$link.seen"
)
