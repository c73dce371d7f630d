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

# given NAME: is it set in the environment or in .env? (Django reads .env itself; the environment goes first.)
given() { [ -n "$(printenv "$1")" ] || grep -qE "^(export +)?$1=." .env 2>/dev/null; }
is_on() { printenv "$1" | grep -qiE '^(1|true|yes|on)$' || grep -qiE "^(export +)?$1=[\"']?(1|true|yes|on)([\"' ]|\$)" .env 2>/dev/null; }

real_environment() {
    export DJANGO_SETTINGS_MODULE=config.settings
    for name in DEMO DEBUG; do
        if is_on "$name"; then stop "$name is on in the environment or in .env: that is not for real use."; fi
        export "$name=0"
    done
    given DATABASE_URL || export DATABASE_URL=sqlite:///var/muntada.sqlite3
    given MEDIA_ROOT || export MEDIA_ROOT=var/media
    given STATIC_ROOT || export STATIC_ROOT=var/static
    given ALLOWED_HOSTS || export ALLOWED_HOSTS=localhost,127.0.0.1
    given SITE_URL || export SITE_URL="http://localhost:$PORT"
    for name in SECRET_KEY_FILE KEYRING_FILE STATIC_ROOT; do
        # These the script needs itself.
        [ -n "$(printenv "$name")" ] || export "$name=$(sed -nE "s/^(export +)?$name=[\"']?([^\"']*)[\"']?\$/\2/p" .env 2>/dev/null | tail -n 1)"
    done
    export SECRET_KEY_FILE=${SECRET_KEY_FILE:-var/secret} KEYRING_FILE=${KEYRING_FILE:-var/keyring}
    case "$(printenv DATABASE_URL)" in *demo.sqlite3*) stop "DATABASE_URL names the demo database: that is not for real use." ;; esac
    refuse_lost_keyring var/muntada.sqlite3
    for file in "$SECRET_KEY_FILE" "$KEYRING_FILE"; do
        if [ -n "$(find "$file" \( -perm -040 -o -perm -020 -o -perm -004 -o -perm -002 \) 2>/dev/null)" ]; then stop "$file can be read by others: chmod 600 $file"; fi
    done
}

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
    manage demo 2>>"$LOG" || stop "the demo could not be filled: $(tail -n 1 "$LOG") (all of it: $LOG)"
    title="Muntada, demo data" link=""
fi
[ "$mode" != fill ] || exit 0

say ""
say "$title: http://localhost:$PORT  (Ctrl-C ends it)"
case "$link" in
http*) say "The first administrator makes an account here; the link works once: $link" ;;
?*) say "$link" ;;
esac
# The worker beside it: mail, documents. It takes no key strokes, hears Ctrl-C itself, and ends with its parent, which
# is the server as soon as that has taken this script's place.
"$PY" manage.py work --parent $$ </dev/null &
# "exec": the server takes this script's place, so that Ctrl-C and kill reach it and nothing stays behind.
exec "$PY" -m gunicorn config.wsgi:application --config deploy/gunicorn.conf.py --bind "127.0.0.1:$PORT"
