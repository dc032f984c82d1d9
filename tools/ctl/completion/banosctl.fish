# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# Completion of banosctl(1) for fish.

# Ids and names of the instances; nothing if they may not be listed.
function __banosctl_instances
    banosctl list 2>/dev/null | awk 'NR > 1 { print $1 "\t" $2; print $2 "\tinstance " $1 }'
end

# Names of the kernels whose listings are installed.
function __banosctl_kernels
    set -l folders (string split : -- "$BANOS_ABI_PATH")
    test -n "$BANOS_ABI_PATH"
    or set folders (dirname (realpath (command -v banosctl)))/../share/banos/abi
    find $folders -maxdepth 1 -name '*.json' 2>/dev/null | sed 's|.*/||; s|\.json$||'
end

function __banosctl_add
    complete -c banosctl -n __fish_use_subcommand -f -a $argv[1] -d $argv[2]
end

complete -c banosctl -f
complete -c banosctl -l json -d 'print one JSON document instead of text'
complete -c banosctl -s v -l verbose -d 'also print everything that the loader says'
complete -c banosctl -s h -l help -d 'print help'
complete -c banosctl -n __fish_use_subcommand -l version -d 'print the version'

__banosctl_add install 'install driver images, providers first'
__banosctl_add uninstall 'uninstall instances, dependents first'
__banosctl_add list 'list the instances'
__banosctl_add info 'show everything about instances or images'
__banosctl_add exports 'list what drivers offer to other drivers'
__banosctl_add graph 'show which instances need which'
__banosctl_add check 'check images as the loader does, offline'
__banosctl_add preflight 'tell whether images would install on some kernel'
__banosctl_add index 'write down which devices the images of a folder are for'
__banosctl_add probe 'install what a device needs'
__banosctl_add abi 'list what this kernel\'s banos offers to drivers'
__banosctl_add statistics 'show the counters of banos.ko'
__banosctl_add monitor 'print installs and uninstalls as they happen'
__banosctl_add lock-down 'refuse every install from now on, until reboot'

complete -c banosctl -n '__fish_seen_subcommand_from install check preflight info exports' \
    -a '(__fish_complete_suffix .bko)'
complete -c banosctl -n '__fish_seen_subcommand_from uninstall info exports' \
    -a '(__banosctl_instances)'
complete -c banosctl -n '__fish_seen_subcommand_from install' \
    -s k -l keep-going -d 'go on after a failure'
complete -c banosctl -n '__fish_seen_subcommand_from uninstall' -s a -l all -d 'every instance'
complete -c banosctl -n '__fish_seen_subcommand_from uninstall' \
    -l detach -d 'also while its devices are open'
complete -c banosctl -n '__fish_seen_subcommand_from uninstall' \
    -x -l timeout -d 'seconds to wait for running calls'
complete -c banosctl -n '__fish_seen_subcommand_from graph' -l dot -d 'for Graphviz'
complete -c banosctl -n '__fish_seen_subcommand_from preflight' \
    -r -F -l abi -d 'listing of another kernel'
complete -c banosctl -n '__fish_seen_subcommand_from preflight' \
    -x -l kernel -a '(__banosctl_kernels)' -d 'name of another kernel'
complete -c banosctl -n '__fish_seen_subcommand_from index' -a '(__fish_complete_directories)'
complete -c banosctl -n '__fish_seen_subcommand_from probe' \
    -r -F -l folder -d 'of images, with an index'
complete -c banosctl -n '__fish_seen_subcommand_from probe' -r -F -l device -d 'the device in sysfs'
complete -c banosctl -n '__fish_seen_subcommand_from probe' \
    -s n -l dry-run -d 'print the images only'
complete -c banosctl -n '__fish_seen_subcommand_from monitor' \
    -x -s n -l count -d 'end after so many events'
functions -e __banosctl_add
