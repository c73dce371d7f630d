"""Words of approved revisions move out of what the digest is made of, and a salted commitment stays in their place.

The digest that was printed before stands in the new content as `was`, so that the new one vouches for it.
"""

import hashlib
import json
import secrets

from django.db import migrations, models


def _pairs(values):
    return {name: {"value": value, "salt": secrets.token_hex(16)} for name, value in values.items() if value}


def _committed(pairs):
    return {
        name: hashlib.sha256(f"{pair['salt']}|{pair['value']}".encode()).hexdigest()
        for name, pair in pairs.items()
    }


def commit(apps, schema_editor):
    """Rewrite each revision once; one that holds commitments already is left alone."""
    for revision in apps.get_model("forums", "MinutesRevision").objects.order_by("pk"):
        content = revision.content
        if "committed" in content.get("forum", {"committed": {}}):
            continue
        forum, words = content["forum"], {}
        words["forum"] = _pairs(
            {name: forum.pop(name, "") for name in ("title", "summary", "date_as_written")}
        )
        forum["committed"] = _committed(words["forum"])
        for output in content["outputs"]:
            pairs = words[output["id"]] = _pairs({"text": output.pop("text", "")})
            output["committed"] = _committed(pairs)
        content["was"] = revision.digest
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        revision.words = words
        revision.digest = hashlib.sha256(canonical.encode()).hexdigest()
        revision.save(update_fields=["content", "words", "digest"])


class Migration(migrations.Migration):
    dependencies = [("forums", "0003_archive_and_purge")]

    operations = [
        migrations.AddField("minutesrevision", "words", models.JSONField(default=dict)),
        migrations.RunPython(commit, migrations.RunPython.noop, elidable=True),
    ]
