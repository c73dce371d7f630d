"""How forums and outputs are said: chips, counts in words."""

from collections import Counter

from django.utils.translation import get_language, gettext, ngettext, pgettext

from forums.models import Output
from forums.overview import TONES, Stage

#: Class of an output's edge in the record (static/css/muntada.css); other kinds have a plain one.
EDGES = {
    Output.Kind.RECOMMENDATION: "rec",
    Output.Kind.DEMAND: "rec",
    Output.Kind.QUESTION: "ask",
    Output.Kind.PLEDGE: "com",
}


def stage_chip(stage: str) -> tuple[str, str]:
    """(tone, words) of a forum's stage."""
    return TONES[Stage(stage)], str(Stage(stage).label)


def archived_chip(programme) -> list[tuple[str, str]]:
    """One chip (tone, words) where the programme can only be read, none else."""
    return [("plain", pgettext("programme", "archived"))] if programme.archived_at else []


def forum_count(count: int) -> str:
    """«٣ منتديات»."""
    return ngettext("%(forums)s forum", "%(forums)s forums", count) % {"forums": count}


def meeting_count(count: int) -> str:
    """«٣ لقاءات»."""
    return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}


def people_count(count: int) -> str:
    """«٢٠ مشاركًا»; digits are made Arabic where the text is shown."""
    return ngettext("%(count)d participant", "%(count)d participants", count) % {"count": count}


def output_count(count: int) -> str:
    """«١٧ مخرجًا»."""
    return ngettext("%(count)d output", "%(count)d outputs", count) % {"count": count}


def recommendation_count(count: int) -> str:
    """«٣ توصيات»."""
    return ngettext("%(count)d recommendation", "%(count)d recommendations", count) % {"count": count}


def kind_counts(outputs) -> str:
    """«١٧ مخرجًا: ١١ توصية · مطلب واحد · …», in the order of the kinds."""
    counts = Counter(output.kind for output in outputs)
    kinds = [kind_count(kind, counts[kind]) for kind in Output.Kind if counts[kind]]
    if not kinds:
        return ""
    return gettext("%(outputs)s: %(kinds)s") % {
        "outputs": output_count(len(outputs)),
        "kinds": " · ".join(kinds),
    }


def join_words(words) -> str:
    """«أ، ب» or "a, b"."""
    separator = "، " if (get_language() or "ar").startswith("ar") else ", "
    return separator.join(str(word) for word in words if word)


def kind_count(kind, count: int) -> str:
    """«تساؤلان»: how many outputs of one kind."""
    words = {
        Output.Kind.RECOMMENDATION: recommendation_count,
        Output.Kind.DEMAND: lambda n: ngettext("%(count)d demand", "%(count)d demands", n) % {"count": n},
        Output.Kind.QUESTION: lambda n: (
            ngettext("%(count)d question", "%(count)d questions", n) % {"count": n}
        ),
        Output.Kind.ISSUE: lambda n: ngettext("%(count)d issue", "%(count)d issues", n) % {"count": n},
        Output.Kind.OBSERVATION: lambda n: (
            ngettext("%(count)d observation", "%(count)d observations", n) % {"count": n}
        ),
        Output.Kind.PLEDGE: lambda n: (
            ngettext("%(count)d oral pledge", "%(count)d oral pledges", n) % {"count": n}
        ),
    }
    return words[kind](count)
