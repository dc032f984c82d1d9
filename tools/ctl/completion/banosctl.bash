# SPDX-License-Identifier: MIT
# Copyright (C) 2026 The banos developers
# Completion of banosctl(1) for bash.

# Ids and names of the instances; nothing if they may not be listed.
_banosctl_instances() {
    banosctl list 2>/dev/null | awk 'NR > 1 { print $1; print $2 }'
}

_banosctl_images() {
    local file
    compopt -o filenames
    while IFS= read -r file; do
        [[ -d $file || $file == *.bko ]] && COMPREPLY+=("$file")
    done < <(compgen -f -- "$1")
}

_banosctl_words() {
    local word
    while IFS= read -r word; do
        COMPREPLY+=("$word")
    done < <(compgen -W "$1" -- "$2")
}

# The parameters of the image that the word before belongs to.
_banosctl_parameters() {
    local image=$1
    banosctl info "$image" 2>/dev/null |
        awk '/^parameters:$/ { inside = 1; getline; next } !NF { inside = 0 } inside { print $1 "=" }'
}

# Names of the kernels whose listings are installed.
_banosctl_kernels() {
    local program folder
    program=$(type -P banosctl) && program=$(readlink -f "$program")
    IFS=: read -r -a folder <<<"${BANOS_ABI_PATH:-${program%/*}/../share/banos/abi}"
    find "${folder[@]}" -maxdepth 1 -name '*.json' 2>/dev/null | sed 's|.*/||; s|\.json$||'
}

_banosctl() {
    local commands='install uninstall list info exports graph check preflight index probe abi statistics monitor lock-down'
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command='' image='' word options='--json --verbose --help'
    COMPREPLY=()
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ -z $command && $word != -* ]]; then
            command=$word
        elif [[ $word == *.bko ]]; then
            image=$word
        fi
    done
    case $previous in
    --abi | --folder | --device)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    --kernel)
        _banosctl_words "$(_banosctl_kernels)" "$current"
        return
        ;;
    --timeout | --count | -n) return ;;
    esac
    case $command in
    '') options="$commands $options --version" ;;
    install) options="$options --keep-going" ;;
    uninstall) options="$options --all --detach --timeout" ;;
    graph) options="$options --dot" ;;
    preflight) options="$options --abi --kernel" ;;
    probe) options="$options --folder --device --dry-run" ;;
    monitor) options="$options --count" ;;
    esac
    if [[ -z $command || $current == -* ]]; then
        _banosctl_words "$options" "$current"
        return
    fi
    case $command in
    install)
        _banosctl_images "$current"
        if [[ -n $image && $current != */* ]]; then
            compopt -o nospace
            _banosctl_words "$(_banosctl_parameters "$image")" "$current"
        fi
        ;;
    check | preflight) _banosctl_images "$current" ;;
    index)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    uninstall) _banosctl_words "$(_banosctl_instances)" "$current" ;;
    info | exports)
        _banosctl_images "$current"
        _banosctl_words "$(_banosctl_instances)" "$current"
        ;;
    esac
}

complete -F _banosctl banosctl
