"""An indicator's means of verification in both languages: what stands there is in the language of its first strong letter."""

import unicodedata

from django.db import migrations, models


def part(apps, schema_editor):
    """What was typed stays, in the column of its language; without any letter in the Arabic one."""
    for row in apps.get_model("forums", "Indicator").objects.exclude(means_of_verification_ar=""):
        if _begins_left_to_right(row.means_of_verification_ar):
            row.means_of_verification_ar, row.means_of_verification_en = "", row.means_of_verification_ar
            row.save(update_fields=["means_of_verification_ar", "means_of_verification_en"])


def join(apps, schema_editor):
    """Back to one: the Arabic one, or the English one where it stands alone."""
    for row in apps.get_model("forums", "Indicator").objects.filter(means_of_verification_ar=""):
        row.means_of_verification_ar = row.means_of_verification_en
        row.save(update_fields=["means_of_verification_ar"])


def _begins_left_to_right(text):
    """By the letter by which reports tell the language of a text too."""
    directions = map(unicodedata.bidirectional, text)
    return next((one for one in directions if one in ("L", "R", "AL")), None) == "L"


class Migration(migrations.Migration):
    dependencies = [("forums", "0010_indicator_units")]

    operations = [
        migrations.RenameField("indicator", "means_of_verification", "means_of_verification_ar"),
        migrations.AlterField(
            "indicator",
            "means_of_verification_ar",
            models.CharField(blank=True, max_length=300, verbose_name="means of verification in Arabic"),
        ),
        migrations.AddField(
            "indicator",
            "means_of_verification_en",
            models.CharField(blank=True, max_length=300, verbose_name="means of verification in English"),
        ),
        migrations.RunPython(part, join),
    ]
