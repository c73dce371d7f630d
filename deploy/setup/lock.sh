#!/usr/bin/env bash
# Locks: every package by version and hash, and no word of where it was fetched from.
source "$(dirname "$0")/common.sh"
upgrade=""
[ -z "${UPGRADE:-}" ] || upgrade=--upgrade
for list in requirements requirements-dev deploy/setup/nodejs; do
    .venv/bin/uv pip compile --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
        --python-version 3.11 --universal -q $upgrade "$list.in" -o "$list.txt" || stop "$list.in could not be resolved."
done
npm=npm
have npm || { npm=.venv/bin/npm && export PATH="$PWD/.venv/bin:$PATH"; }
command=install
[ -z "$upgrade" ] || command=update
must "package-lock.json could not be written" "$npm" "$command" --package-lock-only --ignore-scripts \
    --omit-lockfile-registry-resolved --no-audit --no-fund
