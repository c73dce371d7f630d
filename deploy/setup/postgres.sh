# A PostgreSQL cluster for one test run: its own folder, a unix socket only, removed at the end. Sourced.
#   start_cluster   sets CLUSTER_URL, or returns 1 where PostgreSQL is not installed
#   stop_cluster    ends it and removes its folder; safe to call twice
CLUSTER="" CLUSTER_URL="" CLUSTER_BIN="" CLUSTER_AS=""

# The folder of initdb: Debian keeps it out of PATH, one folder a version; the newest is taken.
cluster_bin() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
    [ -n "$found" ] || found=$(command -v initdb) || return 1
    dirname "$found"
}

start_cluster() {
    local port=54329
    CLUSTER_BIN=$(cluster_bin) || return 1
    CLUSTER=$(mktemp -d "${TMPDIR:-/tmp}/muntada-pg-XXXXXX")
    CLUSTER_AS=""
    if [ "$(id -u)" = 0 ]; then
        # The server refuses to run as root.
        local user=nobody
        if id postgres >/dev/null 2>&1; then user=postgres; fi
        chown "$user" "$CLUSTER"
        CLUSTER_AS="setpriv --reuid=$user --regid=$(id -g "$user") --clear-groups"
    fi
    # Durability is switched off: the data lives for minutes. Rows that tests took back are cleared away often, or each
    # plan goes through them.
    # The port only names the socket.
    # From the cluster's folder, since the other user may not be allowed into this one.
    if (cd "$CLUSTER" &&
        $CLUSTER_AS "$CLUSTER_BIN/initdb" -D "$CLUSTER/data" -U muntada --auth=trust -E UTF8 --locale=C.UTF-8 --no-sync &&
        $CLUSTER_AS "$CLUSTER_BIN/pg_ctl" -D "$CLUSTER/data" -l "$CLUSTER/log" -w -t 60 start -o "-k '$CLUSTER' -p $port \
            -c listen_addresses='' -c autovacuum_naptime=10s -c fsync=off -c synchronous_commit=off -c full_page_writes=off") >>"$LOG" 2>&1 </dev/null; then
        CLUSTER_URL="postgres://muntada@:$port/$CLUSTER/postgres"
    else
        cat "$CLUSTER/log" >>"$LOG" 2>/dev/null || true
        stop_cluster
        return 1
    fi
}

stop_cluster() {
    [ -n "$CLUSTER" ] || return 0
    (cd "$CLUSTER" && $CLUSTER_AS "$CLUSTER_BIN/pg_ctl" -D "$CLUSTER/data" -m immediate -w stop) >>"$LOG" 2>&1 || true
    rm -rf "$CLUSTER"
    CLUSTER=""
}
