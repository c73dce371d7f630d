#!/usr/bin/env bash
# The virtual environment .venv with the locked packages.
#   python.sh serve | dev
source "$(dirname "$0")/common.sh"

python=""
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
    if have "$candidate" && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done

if ! "$PY" -m pip --version >/dev/null 2>&1; then
    [ -n "$python" ] || stop "Python 3.11 or later is needed and was not found; name it by PYTHON=/path/to/python3."
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv || true
        "$python" -c 'import ensurepip, venv' 2>/dev/null ||
            stop "Python's venv module is missing. Install it by: sudo apt-get install python3-venv"
    fi
    must "The virtual environment .venv could not be made" "$python" -m venv --clear .venv
fi

# install FILE: its stamp lies in .venv, so that both go together.
install() {
    local stamp mark
    stamp=".venv/.installed-$(basename "$1" .txt)"
    mark=$(fingerprint "$1")
    [ "$(cat "$stamp" 2>/dev/null)" = "$mark" ] && return
    say "Installing the Python packages of $1 (the first time takes a few minutes) …"
    if ! logged "$PY" -m pip install --require-hashes --no-input -r "$1"; then
        if tail -n 40 "$LOG" | grep -qE 'NewConnectionError|NameResolutionError|name resolution|Connection refused|timed out|ProxyError|Network is unreachable|from versions: none'; then
            stop "no network: the Python packages of $1 could not be got (all of it: $LOG)."
        fi
        stop "the Python packages of $1 could not be installed: $(grep -E '^ *ERROR' "$LOG" | tail -n 1) (all of it: $LOG)"
    fi
    printf '%s' "$mark" >"$stamp"
}

install requirements.txt
[ "${1:-serve}" != dev ] || install requirements-dev.txt
