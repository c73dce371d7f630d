"""Writes .po files in one order and one width and without a date, so that collecting twice changes nothing.

Prints how many texts of each language still wait for a translation (English is its own source: none wait).
"""

import sys
from pathlib import Path

import polib

for name in sys.argv[1:]:
    language = Path(name).parts[-3]
    texts = polib.pofile(name, wrapwidth=100)
    texts.header = ""
    texts.metadata_is_fuzzy = False
    texts.metadata = {
        "Project-Id-Version": "Muntada",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": texts.metadata["Plural-Forms"],
    }
    # What gettext guesses from similar texts is no translation: it waits like the others.
    for entry in texts.fuzzy_entries():
        entry.flags.remove("fuzzy")
        entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        entry.msgstr = ""
        entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    texts.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    texts.save()
    if language != "en":
        waiting = len(texts.untranslated_entries())
        sys.stdout.write(f"{name}: {len(texts)} texts, {waiting} without a translation\n")
