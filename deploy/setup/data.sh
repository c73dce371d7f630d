# Tables, reference data, texts and static files. Sourced after the environment of an installation is set.

manage() { "$PY" manage.py "$@"; }

prepare_data() {
    must "The secret key and the keyring could not be made" manage make_keys --secret "$SECRET_KEY_FILE" --keyring "$KEYRING_FILE"
    must "The translations could not be compiled" manage compile_texts
    must "The tables could not be brought up to date" manage migrate --no-input
    must "The table of the cache could not be made" manage createcachetable
    must "The reference data could not be loaded" manage load_reference
    collect_static
}

# Compressing takes its seconds: only when a file is new, or the packages that bring some have changed.
collect_static() {
    local mark newer
    mark=$(fingerprint requirements.txt package-lock.json)
    if done_before static "$mark" && [ -e "$STATIC_ROOT/staticfiles.json" ]; then
        newer=$(find static var/frontend -newer var/stamps/static -print -quit)
        [ -n "$newer" ] || return 0
    fi
    must "The static files could not be collected" manage collectstatic --no-input --clear
    remember static "$mark"
}

# The environment of a demo kept under the name $1; nothing of .env or of the caller's is taken over, for a demo
# must never be written into a real database.
demo_environment() {
    export DEMO=1 DEBUG=0 SECRET_KEY="" CACHE_URL="" TRUSTED_PROXIES=0 EMAIL_URL="dummymail://"
    export SECRET_KEY_FILE="var/$1-secret" KEYRING_FILE="var/$1-keyring" MEDIA_ROOT="var/$1-media"
    export DATABASE_URL="sqlite:///var/$1.sqlite3" STATIC_ROOT=var/static
    export KEYRING_SPEAKERS_FILE="" BACKUP_PUBLIC_KEY="" BACKUP_PUBLIC_KEY_FILE="var/$1-backup-key.pub"
    export BACKUP_DIR="var/$1-backups" TOMBSTONES_FILE="var/$1-tombstones.jsonl"
    export ALLOWED_HOSTS=localhost,127.0.0.1 SITE_URL="http://localhost:$PORT" CSRF_TRUSTED_ORIGINS="http://localhost:$PORT"
    export DJANGO_SETTINGS_MODULE=config.settings
    mkdir -p "$MEDIA_ROOT"
    refuse_lost_keyring "var/$1.sqlite3"
}

# New keys beside an old database would leave its encrypted columns unreadable, silently.
refuse_lost_keyring() {
    if [ -s "$1" ] && [ ! -e "$KEYRING_FILE" ]; then
        stop "$KEYRING_FILE is gone, but $1 holds data encrypted with it. Put it back from its copy; for a demo: make clean-demo."
    fi
}

# given NAME: is it set in the environment or in .env? (Django reads .env itself; the environment goes first.)
given() { [ -n "$(printenv "$1")" ] || grep -qE "^(export +)?$1=." .env 2>/dev/null; }
is_on() { printenv "$1" | grep -qiE '^(1|true|yes|on)$' || grep -qiE "^(export +)?$1=[\"']?(1|true|yes|on)([\"' ]|\$)" .env 2>/dev/null; }

# Real use: what neither the environment nor .env says.
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
