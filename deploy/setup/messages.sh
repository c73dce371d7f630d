#!/usr/bin/env bash
# Collects the words of code and templates into locale/*/LC_MESSAGES/django.po and compiles them.
source "$(dirname "$0")/common.sh"
have xgettext || stop "gettext is missing. Install it by: sudo apt-get install gettext"
export DJANGO_SETTINGS_MODULE=config.settings
# File names without line numbers, and what is no longer used is dropped: a diff shows only words that changed.
# Tests have words of their own, which nobody translates.
must "The words could not be collected" "$PY" manage.py makemessages -l ar -l en --add-location file --no-obsolete \
    -i .venv -i node_modules -i var -i tests
"$PY" deploy/setup/tidy_texts.py locale/*/LC_MESSAGES/django.po
must "The translations could not be compiled" "$PY" manage.py compile_texts
