#!/usr/bin/env bash
# All tests, on SQLite and on PostgreSQL beside each other; both count.
#   TESTS="paths or pytest options"  WORKERS=4  FULL=1  TEST_DATABASE_URL=…  CHROMIUM=…
source "$(dirname "$0")/common.sh"
source deploy/setup/postgres.sh
TESTS=${TESTS:-} WORKERS=${WORKERS:-4} FULL=${FULL:-}
postgres_url=${TEST_DATABASE_URL:-}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muntada-tests-XXXXXX")
clean_up() {
    [ -z "${second:-}" ] || kill "$second" 2>/dev/null || true
    stop_cluster
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export DJANGO_SETTINGS_MODULE=config.settings_test FULL
# Tests start some hundred processes, and each would compile every module anew.
unset PYTHONDONTWRITEBYTECODE
TMPDIR=$scratch must "The translations could not be compiled" "$PY" manage.py compile_texts

if [ -z "${CHROMIUM:-}" ]; then
    CHROMIUM=$(find_chromium || true)
fi
export CHROMIUM
speed="not slow" again="and not once" limit=300
[ -z "$FULL" ] || speed="slow or not slow" again="" limit=0
# Sweeps and restores take turns where nobody named the tests that he wants.
TURNS=1
[ -z "$FULL$TESTS" ] || TURNS=""
export TURNS
browser="and not browser"
[ -z "$CHROMIUM" ] || browser=""
colour=no
[ ! -t 1 ] || colour=yes

# The addresses that answer without a password on a developer's machine.
local_postgres() {
    "$PY" -c 'import psycopg2, sys; psycopg2.connect(sys.argv[1], connect_timeout=3).close()' "$1" >>"$LOG" 2>&1
}

failed=0 report=""
log_of() { printf 'var/log/test-%s.log' "$(printf '%s' "$1" | tr 'A-Z' 'a-z')"; }

# run_tests NAME WORKERS MARKERS: pytest's words on the screen and in a file, whose last line says how it ended and after how long.
run_tests() {
    local log code=0 start=$SECONDS
    log=$(log_of "$1")
    say "Tests on $1"
    TMPDIR="$scratch" "$PY" -m pytest -n "$2" --dist loadgroup --timeout="$limit" --color="$colour" -m "$3" $TESTS 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
    # 5 is pytest's word for "no test here": right for one half when TESTS chose tests of the other.
    if [ "$code" = 5 ] && [ -n "$TESTS" ]; then code=0; fi
    printf '%s %s\n' "$code" "$(awk "BEGIN { printf \"%.1f\", ($SECONDS - $start) / 60 }")" >>"$log"
}

# note_end NAME: how that run ended, for the closing lines.
note_end() {
    local code minutes closing
    read -r code minutes < <(tail -n 1 "$(log_of "$1")")
    [ "$code" = 0 ] || failed=1
    closing=$(grep -E '(passed|failed|error|no tests ran|deselected).* in [0-9.]+s' "$(log_of "$1")" | tail -n 1)
    # Which ones, once more at the very end: half an hour of dots lies above.
    report="$report$(printf '%-10s %s minutes' "$1" "$minutes")
$closing
$(grep -E '^(FAILED|ERROR) ' "$(log_of "$1")" || true)
"
}

if [ -z "$postgres_url" ] && start_cluster; then postgres_url=$CLUSTER_URL; fi
if [ -z "$postgres_url" ] && local_postgres postgresql://root@127.0.0.1:5432/postgres; then
    postgres_url=postgres://root@127.0.0.1:5432/postgres
fi

say ""
# Beside each other, since either waits for a browser, a disk or a killed process now and then.
second=""
# It has no browsers, which wait more than they work.
beside=$((WORKERS > 3 ? WORKERS - 2 : 1))
if [ -n "$postgres_url" ]; then
    # What a browser sees does not depend on the database, nor does what is marked so: once is enough.
    TEST_DATABASE_URL=$postgres_url run_tests PostgreSQL "$beside" "($speed) and not browser $again" >"$scratch/beside.log" 2>&1 &
    second=$!
fi
TEST_DATABASE_URL="" run_tests SQLite "$WORKERS" "($speed) $browser"
note_end SQLite
if [ -n "$second" ]; then
    wait "$second" || true
    second=""
    say ""
    cat "$scratch/beside.log"
    note_end PostgreSQL
fi

# In the full run: does anything notice when one check of rights is missing?
if [ -n "$FULL" ] && [ -z "$TESTS" ]; then
    start=$SECONDS
    say ""
    say "Mutants"
    TMPDIR="$scratch" "$PY" -m tests.mutants 2>&1 | tee var/log/test-mutants.log || failed=1
    report="$report$(printf '%-10s %s minutes' Mutants "$(awk "BEGIN { printf \"%.1f\", ($SECONDS - $start) / 60 }")")
$(grep '^mutants: ' var/log/test-mutants.log || true)
"
fi

say ""
[ -n "$CHROMIUM" ] || say "*** BROWSER TESTS WERE LEFT OUT: no Chromium here (Debian: apt-get install chromium). ***"
if [ -z "$postgres_url" ]; then
    say "*******************************************************************************"
    say "***  POSTGRESQL WAS LEFT OUT: nothing was tested on it.                     ***"
    say "***  Install the package postgresql, or name a server in TEST_DATABASE_URL. ***"
    say "*******************************************************************************"
    say "Why no cluster of its own could start: $LOG"
fi
printf '%s' "$report"
exit "$failed"
