"""Outputs by theme, each with its group of speakers, its links and the recommendation that came of it.

Who said it is sealed apart from what was said and does not come here, whatever the audience.
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.arabic import localise_digits
from forums.models import Output


def project_outputs(outputs, recommendations, texts) -> list[dict]:
    """All outputs in their order, numbered from 1 as the minutes number them."""
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    asked = {}
    for recommendation in recommendations:
        for source in recommendation.sources.all():
            asked.setdefault(source.pk, []).append(recommendation)
    return [_output(output, numbers, asked.get(output.pk, []), texts) for output in outputs]


def group_by_theme(outputs) -> list[dict]:
    """[{"theme", "outputs"}] in the order of the list of themes; each output once, under its first theme.

    Its other themes are named beside it. Takes what `project_outputs` gave.
    """
    groups: dict[str, dict] = {}
    for output in outputs:
        first: dict = output["themes"][0] if output["themes"] else {"code": "~", "name": None}
        group = groups.setdefault(first["code"], {"theme": first["name"], "outputs": []})
        group["outputs"].append(output["number"])
    return [groups[code] for code in sorted(groups)]


def _output(output, numbers, recommendations, texts):
    number = numbers[output.pk]
    themes = sorted(output.themes.all(), key=lambda theme: theme.code)
    links = [
        {"kind": link.get_kind_display(), "number": numbers[link.target_id]}
        for link in output.links.all()
        if link.target_id in numbers
    ]
    return {
        "number": number,
        "kind": output.kind,
        "kind_label": output.get_kind_display(),
        "is_ask": output.is_ask,
        "text": texts.written(
            output, _("Output %(number)s") % {"number": localise_digits(number, texts.language)}
        ),
        "themes": [{"code": theme.code, "name": texts.named(theme)} for theme in themes],
        "speaker": _speaker(output, texts.language),
        "links": links,
        "recommendations": [row.reference for row in recommendations if row.reference],
        "addressed_to": [
            texts.named(addressee.institution)
            for row in recommendations
            for addressee in row.asked
            if addressee.institution
        ],
    }


def _speaker(output, language) -> str:
    if output.spoken_by == Output.SpokenBy.CATEGORY:
        return output.spoken_by_category.plural_in(language)
    if output.spoken_by == Output.SpokenBy.PARTICIPANTS:
        return output.get_spoken_by_display()
    return pgettext("speaker", "speaker not stated")
