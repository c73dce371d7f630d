#!/usr/bin/env bash
# Brings an installation up to date and serves it on this machine.
#   serve.sh demo     the demo on SQLite, printing its sign-ins
#   serve.sh fill     the same without serving
#   serve.sh real     real use: nothing made up, no demo sign-ins; settings from the environment or .env
source "$(dirname "$0")/common.sh"
source deploy/setup/data.sh
mode=$1
PORT=${PORT:-8000}

case "$PORT" in '' | *[!0-9]*) stop "PORT must be a number, not «$PORT»." ;; esac
if [ "$mode" != fill ]; then
    "$PY" deploy/setup/port_free.py "$PORT" ||
        stop "port $PORT cannot be used; is another server running there? Choose another: make ${MAKE_TARGET:-run} PORT=$((PORT + 1))"
fi

if [ "$mode" = real ]; then
    real_environment
    umask 077
    prepare_data
    link=$(manage first_administrator --quiet-if-exists 2>>"$LOG") ||
        stop "the link for the first administrator could not be made: $(tail -n 1 "$LOG") (all of it: $LOG)"
    title="Muntada"
else
    demo_environment demo
    prepare_data
    say ""
    manage demo --documents 2>>"$LOG" || stop "the demo could not be filled: $(tail -n 1 "$LOG") (all of it: $LOG)"
    title="Muntada, demo data" link=""
fi
[ "$mode" != fill ] || exit 0

say ""
say "$title: http://localhost:$PORT  (Ctrl-C ends it)"
case "$link" in
http*) say "The first administrator makes an account here; the link works once: $link" ;;
?*) say "$link" ;;
esac
# What is still missing for the safety of keys and backups, in one line.
[ "$mode" != real ] || manage safekeeping 2>>"$LOG" || true
# The worker beside it: mail, documents. It takes no key strokes, hears Ctrl-C itself, and ends with this process,
# which is the server as soon as that has taken the script's place. One that dies is started again, as systemd would do.
{
    while kill -0 $$ 2>/dev/null && ! "$PY" manage.py work --beside $$; do
        say "The worker ended unexpectedly; it is started again."
        sleep 2
    done
} </dev/null &
# "exec": the server takes this script's place, so that Ctrl-C and kill reach it and nothing stays behind.
exec "$PY" -m gunicorn config.wsgi:application --config deploy/gunicorn.conf.py --bind "127.0.0.1:$PORT"
