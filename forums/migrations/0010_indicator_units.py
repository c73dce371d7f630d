"""An indicator's unit in both languages: what is written in Latin letters alone was the English one, all else stays Arabic."""

import re

from django.db import migrations, models

_LATIN, _ARABIC = re.compile("[A-Za-z]"), re.compile("[\u0600-\u06ff]")


def part(apps, schema_editor):
    """What was typed stays, in the column of its letters; a sign such as % serves both."""
    for row in apps.get_model("forums", "Indicator").objects.exclude(unit_ar=""):
        if _LATIN.search(row.unit_ar) and not _ARABIC.search(row.unit_ar):
            row.unit_ar, row.unit_en = "", row.unit_ar
            row.save(update_fields=["unit_ar", "unit_en"])


def join(apps, schema_editor):
    """Back to one: the Arabic one, or the English one where it stands alone."""
    for row in apps.get_model("forums", "Indicator").objects.filter(unit_ar=""):
        row.unit_ar = row.unit_en
        row.save(update_fields=["unit_ar"])


class Migration(migrations.Migration):
    dependencies = [("forums", "0009_standing")]

    operations = [
        migrations.RenameField("indicator", "unit", "unit_ar"),
        migrations.AlterField(
            "indicator",
            "unit_ar",
            models.CharField(blank=True, max_length=60, verbose_name="unit in Arabic"),
        ),
        migrations.AddField(
            "indicator",
            "unit_en",
            models.CharField(blank=True, max_length=60, verbose_name="unit in English"),
        ),
        migrations.RunPython(part, join),
    ]
