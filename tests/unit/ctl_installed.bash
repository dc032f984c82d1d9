#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# usage: ctl_installed.bash <banosctl> <top of the tree>
# Does an installed banosctl find the listings of kernels that are installed with it, wherever that
# is, and do the golden images install by all of them?
set -eu
banosctl=$1 top=$2
failures=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
unset BANOS_ABI_PATH

fail() {
    echo "FAIL: $*"
    failures=$((failures + 1))
}

mkdir -p "$folder/here/bin" "$folder/here/share/banos"
cp "$banosctl" "$folder/here/bin/banosctl"
cp -r "$top/share/banos/abi" "$folder/here/share/banos/abi"
mv "$folder/here" "$folder/there"
installed=$folder/there/bin/banosctl

kernels=0
for listing in "$top"/share/banos/abi/*.json; do
    kernel=$(basename "$listing" .json)
    release=$(sed -n 's/.*"kernel_release": "\(.*\)".*/\1/p' "$listing")
    for golden in "$top"/tests/golden/*/*/; do
        said=$("$installed" preflight --kernel "$kernel" "$golden"*.bko) || fail "$golden on $kernel"
        [[ $said == *"installs on $release with banos "* ]] || fail "$kernel is not $release: $said"
    done
    kernels=$((kernels + 1))
done
[[ $kernels -ge 2 ]] || fail "there are $kernels listings"

# A driver whose provider is not given, and a kernel that is not there.
status=0
said=$("$installed" preflight --kernel 6.12 "$top/tests/golden/0.9/gcc-O2/consumer.bko" 2>&1) || status=$?
[[ $status -eq 4 && $said == *banos_x_provider_add* ]] || fail "consumer without provider: $status: $said"
status=0
said=$("$installed" preflight --kernel 1.0 "$top/tests/golden/0.9/gcc-O2/hello.bko" 2>&1) || status=$?
[[ $status -eq 3 && $said == *"$folder/there/share/banos/abi; there are "*6.12* ]] || fail "kernel 1.0: $status: $said"

[[ $failures -eq 0 ]] && echo "$kernels listings, found where they were moved to"
exit $((failures > 0))
