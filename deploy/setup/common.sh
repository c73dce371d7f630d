# What the scripts beside it share. Sourced, never run; bash 3.2 is enough.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
umask 022
mkdir -p var/log var/stamps
LOG=var/log/setup.log
PY=.venv/bin/python

say() { printf '%s\n' "$*"; }

# The one line a person needs, then the end.
stop() {
    printf 'Muntada: %s\n' "$*" >&2
    exit 1
}

# Runs a command with its words kept in the log only.
logged() {
    printf '\n$ %s\n' "$*" >>"$LOG"
    "$@" >>"$LOG" 2>&1 </dev/null
}

# must "what could not be done" COMMAND…: as logged, and ends with the last line of the log when it fails.
must() {
    local what=$1
    shift
    logged "$@" || stop "$what: $(grep -v '^ *$' "$LOG" | tail -n 1) (all of it: $LOG)"
}

have() { command -v "$1" >/dev/null 2>&1; }

# Prints the path of a Chromium, the one without a window first: it is the lighter one. Fails where there is none.
find_chromium() {
    local name
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        command -v "$name" && return
    done
    return 1
}

# One number for the content of some files: set-up is done again when it changes, not by date.
fingerprint() { cat "$@" | cksum | tr -d ' '; }

# done_before NAME FINGERPRINT / remember NAME FINGERPRINT
done_before() { [ "$(cat "var/stamps/$1" 2>/dev/null)" = "$2" ]; }
remember() { printf '%s' "$2" >"var/stamps/$1"; }

# "apt-get install" as root, or by a sudo that asks for no password; fails where neither may be.
apt_install() {
    local as=""
    have apt-get || return 1
    [ "$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && as="sudo -n"; } || return 1
    local options="-y -q --no-install-recommends -o Acquire::Retries=1 -o Acquire::http::Timeout=30"
    say "Installing system packages: $*"
    # The lists of packages of a fresh machine are empty: without them the first try fails at once.
    logged env DEBIAN_FRONTEND=noninteractive $as apt-get install $options "$@" && return
    logged $as apt-get update -q
    logged env DEBIAN_FRONTEND=noninteractive $as apt-get install $options "$@"
}
