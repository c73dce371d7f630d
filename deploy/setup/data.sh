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
