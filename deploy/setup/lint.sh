#!/usr/bin/env bash
# All checks that need no data; every one is run, and those that fail are shown and named at the end.
source "$(dirname "$0")/common.sh"
export DJANGO_SETTINGS_MODULE=config.settings_test TEST_DATABASE_URL=""
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muntada-lint-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
failed=""

check() {
    local name=$1
    shift
    if "$@" >"$scratch/out" 2>&1; then
        say "ok    $name"
    else
        say "FAIL  $name"
        cat "$scratch/out"
        failed="$failed · $name"
    fi
}

# The files that are typed: what decides rights and states, and the shared leaf.
typed() { ls -d */rules.py */rules */states.py */states common 2>/dev/null; }

check "ruff format" .venv/bin/ruff format --check .
check "ruff check" .venv/bin/ruff check .
check "djade (templates)" bash -c 'find templates */templates -name "*.html" -print0 2>/dev/null | xargs -0 -r .venv/bin/djade --target-version 5.2 --check'
check "import-linter (layers)" .venv/bin/lint-imports --no-cache
check "mypy (rules, states, common)" .venv/bin/mypy --cache-dir var/mypy $(typed)
check "migrations complete" "$PY" manage.py makemigrations --check --dry-run
check "manage.py check" "$PY" manage.py check
check "bash" bash -c 'for script in deploy/setup/*.sh .ci/run; do bash -n "$script" || exit 1; done'

[ -z "$failed" ] || stop "failed:${failed# ·}"
