#!/usr/bin/env bash
# System packages: installs what is missing where it may, else names it and goes on.
#   system.sh serve | test | bench | texts
source "$(dirname "$0")/common.sh"

# Letters, pages and fonts of the PDF documents; the portal itself needs none of them.
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-hosny-amiri"
without="PDF documents cannot be made until then; all pages are served."
case "${1:-serve}" in
test)
    packages="$packages poppler-utils gettext"
    without="Tests that need them fail."
    ;;
texts)
    packages="gettext"
    without="The words of the pages cannot be collected."
    ;;
esac

if have dpkg-query; then
    missing=""
    for package in $packages; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -q '^installed' || missing="$missing $package"
    done
    if [ "${1:-serve}" = test ]; then
        # Not part of the list above: without them the tests still run, and say what they left out.
        [ -n "${CHROMIUM:-}" ] || find_chromium >/dev/null || apt_install chromium-headless-shell || apt_install chromium || true
        { [ -n "${TEST_DATABASE_URL:-}" ] || have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; } ||
            apt_install postgresql || true
        # Heavy, and asked by one test of the full run alone.
        [ -z "${FULL:-}" ] || have soffice || apt_install libreoffice-calc || true
    fi
    # What the PDF documents are compared with: a shell without a window alone would be another comparison, and the bench says so.
    [ "${1:-serve}" != bench ] || have chromium || apt_install chromium || true
    if [ -n "$missing" ] && ! apt_install $missing; then
        say "Missing system packages:$missing"
        say "  Install them by: sudo apt-get install$missing"
        say "  $without"
    fi
elif ! python3 -c 'import ctypes.util as u, sys; sys.exit(not u.find_library("pango-1.0"))' 2>/dev/null; then
    say "Missing: the Pango library (1.50 or later), and the fonts Noto Naskh Arabic, Noto Sans and Amiri."
    say "  Their packages are pango and google-noto-* on Fedora, pango in Homebrew."
    say "  $without"
fi
