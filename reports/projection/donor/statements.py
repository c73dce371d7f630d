"""What was said, without who: a group is named only where the table of groups names it too."""

from django.db.models import F, Prefetch
from django.utils.translation import gettext as _

from common.arabic import localise_digits
from forums.models import Output, OutputLink, Programme, Theme

LEVEL = "donor"
_NAMES = ("code", "name_ar", "name_en")
#: attributions that allow to say from which group a statement came
_TELLS_GROUP = (Programme.Attribution.NAME, Programme.Attribution.POST, Programme.Attribution.CATEGORY)


def read_outputs(*forums) -> list[Output]:
    """The outputs in their order, forum by forum; of the speaker's side the group alone."""
    group = [f"spoken_by_category__{name}" for name in (*_NAMES, "plural_ar", "plural_en")]
    return list(
        Output.objects.kept()
        .reaching(LEVEL)
        .filter(minutes__forum__in=forums)
        .annotate(forum_code=F("minutes__forum__code"))
        .select_related("spoken_by_category")
        .prefetch_related(
            Prefetch("themes", Theme.objects.only(*_NAMES).order_by("code")),
            Prefetch("links", OutputLink.objects.order_by("pk")),
        )
        .only("kind", "text", "language", "translation", "spoken_by", "attribution", *group)
        .order_by("minutes__forum__date", "minutes__forum", "position", "id")
    )


def has_narrower(*forums) -> bool:
    """Whether lines are kept for a narrower audience: that is said, and not how many or what they are."""
    kept = Output.objects.kept().filter(minutes__forum__in=forums)
    return kept.exclude(pk__in=kept.reaching(LEVEL).values("pk")).exists()


def project_outputs(outputs, recommendations, texts, *, groups: set[str]) -> list[dict]:
    """All outputs, numbered as the minutes number them. `groups` are the categories that stand in the table."""
    numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
    asked = {}
    for recommendation in recommendations:
        for source in recommendation.sources.all():
            asked.setdefault(source.pk, []).append(recommendation)
    return [_output(output, numbers, asked.get(output.pk, []), texts, groups) for output in outputs]


def _output(output, numbers, recommendations, texts, groups):
    number = numbers[output.pk]
    where = _("Output %(number)s") % {"number": localise_digits(number, texts.language)}
    return {
        "number": number,
        "kind": output.kind,
        "kind_label": output.get_kind_display(),
        "is_ask": output.is_ask,
        "text": texts.written(output, where),
        "themes": [{"code": theme.code, "name": texts.named(theme)} for theme in output.themes.all()],
        "speaker": _group(output, texts.language, groups),
        "links": [
            {"kind": link.get_kind_display(), "number": numbers[link.target_id]}
            for link in output.links.all()
            if link.target_id in numbers
        ],
        "recommendations": [row.reference for row in recommendations],
        "addressed_to": [
            texts.named(addressee.institution) for row in recommendations for addressee in row.asked
        ],
    }


def _group(output, language, groups) -> str:
    """Empty where it was not stated, was to stay without attribution, or is a group too small: alike."""
    if output.attribution not in _TELLS_GROUP:
        return ""
    if output.spoken_by == Output.SpokenBy.PARTICIPANTS:
        return output.get_spoken_by_display()
    if output.spoken_by == Output.SpokenBy.CATEGORY and output.spoken_by_category.code in groups:
        return output.spoken_by_category.plural_in(language)
    return ""
