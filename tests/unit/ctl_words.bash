#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# usage: ctl_words.bash <banosctl> <top of the tree>
# Does everything that banosctl takes stand in its manual and in each completion, and does the one
# for bash answer it?
set -eu
banosctl=$1 top=$2
completion=$top/tools/ctl/completion
failures=0

fail() {
    echo "FAIL: $*"
    failures=$((failures + 1))
}

commands=$("$banosctl" --help | awk '/^Subcommands:/ { inside = 1; next } inside && NF { print $1 }')
[[ $(wc -w <<<"$commands") -ge 12 ]] || fail "banosctl --help lists no commands: $commands"

# The long options of a command, without those that all have.
options_of() {
    "$banosctl" "$1" --help | grep -o -- '--[a-z-]*' | sort -u | grep -vxE -- '--(help|json|verbose)' || true
}

must_hold() {
    grep -q -e "$2" "$1" || fail "$1 lacks $2"
}

for command in $commands; do
    must_hold "$top/docs/man/banosctl.1" "\\b${command}\\b"
    for file in "$completion"/banosctl.*; do
        must_hold "$file" "\\b${command}\\b"
    done
    for option in $(options_of "$command"); do
        name=${option#--}
        must_hold "$top/docs/man/banosctl.1" "-${name}\\b"
        must_hold "$completion/banosctl.bash" "--${name}\\b"
        must_hold "$completion/banosctl.zsh" "--${name}\\b"
        must_hold "$completion/banosctl.fish" "-l ${name}\\b"
    done
done

# What bash would offer for a line, whose last word is the one to complete.
# shellcheck disable=SC2317  # called by the completion
compopt() { :; }
# shellcheck source=/dev/null
source "$completion/banosctl.bash"
offered() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _banosctl
    echo "${COMPREPLY[*]}"
}
expect() {
    local expected=$1
    shift
    [[ $(offered "$@") == "$expected" ]] || fail "'$*' offers '$(offered "$@")', not '$expected'"
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
touch "$folder/ring.bko" "$folder/two words.bko" "$folder/other.ko"
# Instead of the real one, which would ask a kernel.
# shellcheck disable=SC2317
banosctl() {
    case $1 in
    list) printf 'ID  NAME\n 7  ring\n 8  rung\n' ;;
    info) printf 'name:  ring\n\nparameters:\nNAME  TYPE\ndepth  uint32\nlabel  string\n' ;;
    esac
}
expect 'install info index' banosctl in
expect '--detach' banosctl uninstall --de
expect 'ring rung' banosctl uninstall r
expect '7' banosctl --json uninstall 7
expect "$folder/ring.bko $folder/two words.bko" banosctl check "$folder/"
expect "$folder/other.ko" banosctl preflight --abi "$folder/o"
mkdir "$folder/abi"
touch "$folder/abi/6.1.json" "$folder/abi/6.12-rt.json" "$folder/abi/7.2.json"
# shellcheck disable=SC2034 # the completion reads it
BANOS_ABI_PATH=$folder/absent:$folder/abi
expect '7.2' banosctl preflight --kernel 7
expect '--kernel' banosctl preflight --k
expect 'depth=' banosctl install "$folder/ring.bko" de
expect '' banosctl uninstall --detach --timeout ''

[[ $failures -eq 0 ]] && echo "all $(wc -w <<<"$commands") commands are described and completed"
exit $((failures > 0))
