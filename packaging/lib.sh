# What the scripts in this folder share. To be sourced by bash, from any directory; sets SAGLIG_ROOT.
#
# Nothing here asks a question or needs a terminal.

SAGLIG_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive

say() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$*"; }

fail() {
    printf '%s  %s\n' "$(date +%H:%M:%S)" "$*" >&2
    exit 1
}

# as_root COMMAND…: as root, by sudo where we are not. Without a terminal sudo may not ask for a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        fail "'$*' has to run as root and there is no sudo: run it as root, then start again."
    elif [ -t 0 ]; then
        sudo -E "$@"
    else
        sudo -nE "$@"
    fi
}

# retry COMMAND…: up to three times, for what depends on a network.
retry() {
    local attempt
    for attempt in 1 2 3; do
        "$@" && return 0
        [ "$attempt" -eq 3 ] || { say "That failed; trying again in $((attempt * 5)) seconds."; sleep $((attempt * 5)); }
    done
    return 1
}

# packages_of GROUP…: their names, from packaging/packages.
packages_of() {
    local group
    for group in "$@"; do
        awk -v group="$group" '$1 == group { print $2 }' "$SAGLIG_ROOT/packaging/packages"
    done
}

# missing_of PACKAGE…: those that are not installed.
missing_of() {
    local installed
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" { print $1 }')
    comm -23 <(printf '%s\n' "$@" | sort -u) <(printf '%s\n' "$installed" | sort -u)
}

# install_packages PACKAGE…: those that are missing. The network is only used if any is.
install_packages() {
    local missing
    mapfile -t missing < <(missing_of "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    mkdir -p "$SAGLIG_ROOT/build/logs"
    local log=$SAGLIG_ROOT/build/logs/apt.log options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=600)
    if ! { retry as_root apt-get -q -o DPkg::Lock::Timeout=600 update &&
        retry as_root apt-get "${options[@]}" install "${missing[@]}"; } >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        fail "apt-get could not install ${missing[*]}; the whole log is $log."
    fi
}

# need_packages GROUP…: build, run, test.
need_packages() {
    local names
    mapfile -t names < <(packages_of "$@")
    install_packages "${names[@]}"
}

# need_node: Node.js 18 or newer with npm. A newer one of the machine's own is left alone.
need_node() {
    local major=0
    if command -v node >/dev/null; then
        major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    fi
    if [ "$major" -lt 18 ]; then
        install_packages nodejs npm
    elif ! command -v npm >/dev/null; then
        install_packages npm
    fi
}

# need_node_modules: what package-lock.json names, exactly. Only when the lock has changed since the last time.
need_node_modules() {
    local lock=$SAGLIG_ROOT/package-lock.json stamp=$SAGLIG_ROOT/node_modules/.saglig-lock
    [ -f "$lock" ] || return 0
    need_node
    if cmp -s "$lock" "$stamp"; then return 0; fi
    say "Installing what package-lock.json names."
    mkdir -p "$SAGLIG_ROOT/build/logs"
    local log=$SAGLIG_ROOT/build/logs/npm.log
    if ! (cd "$SAGLIG_ROOT" && retry npm ci --no-audit --no-fund --ignore-scripts) >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        fail "npm ci failed; the whole log is $log."
    fi
    cp "$lock" "$stamp"
}

# build_preset PRESET TARGET…: configures if need be, and builds.
build_preset() {
    local preset=$1
    shift
    cmake --preset "$preset" -S "$SAGLIG_ROOT"
    cmake --build "$SAGLIG_ROOT/build/$preset" ${1:+--target "$@"}
}
