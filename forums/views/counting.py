"""Counts of outputs in words, with the plurals of the language."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.models import Output


def kinds_in_words(kinds: list[str]) -> str:
    """«١٧ مخرجًا: ١١ توصية · مطلب واحد · …» without the digits of the script, which the template puts."""
    counts = Counter(kinds)
    total = ngettext("%(count)d output", "%(count)d outputs", len(kinds)) % {"count": len(kinds)}
    parts = [_of_kind(kind, counts[kind]) for kind in Output.Kind.values if counts[kind]]
    if not parts:
        return total
    return _("%(total)s: %(parts)s") % {"total": total, "parts": " · ".join(parts)}


def _of_kind(kind: str, count: int) -> str:
    words = {
        Output.Kind.RECOMMENDATION: lambda n: ngettext(
            "%(count)d recommendation", "%(count)d recommendations", n
        ),
        Output.Kind.DEMAND: lambda n: ngettext("%(count)d demand", "%(count)d demands", n),
        Output.Kind.QUESTION: lambda n: ngettext("%(count)d question", "%(count)d questions", n),
        Output.Kind.ISSUE: lambda n: ngettext("%(count)d issue", "%(count)d issues", n),
        Output.Kind.OBSERVATION: lambda n: ngettext("%(count)d observation", "%(count)d observations", n),
        Output.Kind.PLEDGE: lambda n: ngettext("%(count)d oral pledge", "%(count)d oral pledges", n),
    }
    return words[kind](count) % {"count": count}
