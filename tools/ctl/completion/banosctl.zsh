#compdef banosctl
# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# Completion of banosctl(1) for zsh.

# Ids and names of the instances; nothing if they may not be listed.
_banosctl_instances() {
    local -a instances
    instances=(${(f)"$(banosctl list 2>/dev/null | awk 'NR > 1 { print $1 ":" $2; print $2 ":instance " $1 }')"})
    _describe -t instances instance instances
}

_banosctl_targets() {
    _alternative 'instances::_banosctl_instances' 'files:image:_files -g "*.bko"'
}

# Names of the kernels whose listings are installed.
_banosctl_kernels() {
    local -a folders kernels
    folders=(${(s.:.)BANOS_ABI_PATH:-${commands[banosctl]:A:h}/../share/banos/abi})
    kernels=(${^folders}/*.json(N:t:r))
    compadd -a kernels
}

_banosctl() {
    local -a common commands
    common=(
        '--json[print one JSON document instead of text]'
        '(-v --verbose)'{-v,--verbose}'[also print everything that the loader says]'
        '(-h --help)'{-h,--help}'[print help]'
    )
    commands=(
        'install:install driver images, providers first'
        'uninstall:uninstall instances, dependents first'
        'list:list the instances'
        'info:show everything about instances or images'
        'exports:list what drivers offer to other drivers'
        'graph:show which instances need which'
        'check:check images as the loader does, offline'
        'preflight:tell whether images would install on some kernel'
        'index:write down which devices the images of a folder are for'
        'probe:install what a device needs'
        "abi:list what this kernel's banos offers to drivers"
        'statistics:show the counters of banos.ko'
        'monitor:print installs and uninstalls as they happen'
        'lock-down:refuse every install from now on, until reboot'
    )
    local curcontext=$curcontext state line
    _arguments -C $common '--version[print the version]' '1:command:->command' '*::argument:->argument'
    case $state in
    command) _describe -t commands command commands ;;
    argument)
        case $words[1] in
        install)
            _arguments $common '(-k --keep-going)'{-k,--keep-going}'[go on after a failure]' \
                '*:image:_files -g "*.bko"'
            ;;
        uninstall)
            _arguments $common '(-a --all)'{-a,--all}'[every instance]' \
                '--detach[also while its devices are open]' \
                '--timeout[how long to wait for running calls]:seconds:' \
                '*:instance:_banosctl_instances'
            ;;
        info | exports) _arguments $common '*:target:_banosctl_targets' ;;
        graph) _arguments $common '--dot[for Graphviz]' ;;
        check) _arguments $common '*:image:_files -g "*.bko"' ;;
        preflight)
            _arguments $common '(--kernel)--abi[listing of another kernel]:listing:_files' \
                '(--abi)--kernel[name of another kernel]:kernel:_banosctl_kernels' \
                '*:image:_files -g "*.bko"'
            ;;
        index) _arguments $common '1:folder:_files -/' ;;
        probe)
            _arguments $common '--folder[of images, with an index]:folder:_files -/' \
                '--device[the device in sysfs]:device:_files -/' \
                '(-n --dry-run)'{-n,--dry-run}'[print the images only]' '1:modalias:'
            ;;
        monitor) _arguments $common '(-n --count)'{-n,--count}'[end after so many events]:count:' ;;
        *) _arguments $common ;;
        esac
        ;;
    esac
}

_banosctl "$@"
