"""People and outputs as this reader may see them, for the templates of the editor and of approval."""

from django.utils.translation import get_language

from participants.privacy import entry, name_of


def with_entries(rows):
    """Attendances, each with `shown`: its entry at the internal level, which is that of writers and managers; and with
    `stand_in`, the name of whoever came in his place.
    """
    language = get_language() or "ar"
    for row in rows:
        row.shown = entry(row, level="internal", language=language)
        row.stand_in = name_of(row.represented_by.person) if row.represented_by_id else ""
    return rows


def with_sides(outputs):
    """Outputs, each with `side`: the group that said it, in words."""
    language = get_language() or "ar"
    for output in outputs:
        category = output.spoken_by_category
        output.side = category.plural_in(language) if category else output.get_spoken_by_display()
    return outputs


def thanks_of(forum):
    """Whom the minutes of a forum thank, each with `whom`: the name of the person or body."""
    found = list(forum.acknowledgements.select_related("person", "institution"))
    for one in found:
        one.whom = name_of(one.person) if one.person else one.institution.name
    return found
