#!/usr/bin/env bash
# All tests, on SQLite and then on PostgreSQL; both count.
#   TESTS="paths or pytest options"  WORKERS=2  FULL=1  TEST_DATABASE_URL=…  CHROMIUM=…
source "$(dirname "$0")/common.sh"
source deploy/setup/postgres.sh
TESTS=${TESTS:-} WORKERS=${WORKERS:-2} FULL=${FULL:-}
postgres_url=${TEST_DATABASE_URL:-}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muntada-tests-XXXXXX")
clean_up() {
    stop_cluster
    rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export DJANGO_SETTINGS_MODULE=config.settings_test FULL
TMPDIR=$scratch must "The translations could not be compiled" "$PY" manage.py compile_texts

if [ -z "${CHROMIUM:-}" ]; then
    CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
fi
export CHROMIUM
speed="not slow"
[ -z "$FULL" ] || speed="slow or not slow"
browser="and not browser"
[ -z "$CHROMIUM" ] || browser=""
colour=no
[ ! -t 1 ] || colour=yes

# The addresses that answer without a password on a developer's machine.
local_postgres() {
    "$PY" -c 'import psycopg2, sys; psycopg2.connect(sys.argv[1], connect_timeout=3).close()' "$1" >>"$LOG" 2>&1
}

failed=0 report=""
# run_tests NAME MARKERS: pytest, its words shown and kept; notes the minutes and the closing line.
run_tests() {
    local name=$1 log code=0 start=$SECONDS closing
    log="var/log/test-$(printf '%s' "$name" | tr 'A-Z' 'a-z').log"
    say ""
    say "Tests on $name"
    TMPDIR="$scratch" "$PY" -m pytest -n "$WORKERS" --dist loadgroup --color="$colour" -m "$2" $TESTS 2>&1 | tee "$log" || code=${PIPESTATUS[0]}
    # 5 is pytest's word for "no test here": right for one half when TESTS chose tests of the other.
    if [ "$code" = 5 ] && [ -n "$TESTS" ]; then code=0; fi
    [ "$code" = 0 ] || failed=1
    closing=$(grep -E '(passed|failed|error|no tests ran|deselected).* in [0-9.]+s' "$log" | tail -n 1)
    report="$report$(printf '%-10s %s minutes' "$name" "$(awk "BEGIN { printf \"%.1f\", ($SECONDS - $start) / 60 }")")
$closing
"
}

TEST_DATABASE_URL="" run_tests SQLite "($speed) $browser"

if [ -z "$postgres_url" ] && start_cluster; then postgres_url=$CLUSTER_URL; fi
if [ -z "$postgres_url" ] && local_postgres postgresql://root@127.0.0.1:5432/postgres; then
    postgres_url=postgres://root@127.0.0.1:5432/postgres
fi
if [ -n "$postgres_url" ]; then
    # What a browser sees does not depend on the database: once is enough.
    TEST_DATABASE_URL=$postgres_url run_tests PostgreSQL "($speed) and not browser"
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
