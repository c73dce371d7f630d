"""The first page after signing in: for each role, what it is waited for and where it goes from here."""

import uuid

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, ngettext, npgettext
from django.views.generic import TemplateView

from accounts.models import Role
from accounts.rights import institutions_where
from common import audit
from common.access import AccessMixin
from common.dates import format_period
from common.models import AuditEntry
from forums.models import Programme
from participants.models import Institution
from recommendations.deadlines import holidays, overdue_since
from recommendations.presentation import late_chip, state_chip
from reports.figures import figures_so_far, percent
from reports.views.library import library_of
from reports.waiting import waiting_for_institutions, waiting_in_programme

#: Sections in the order in which they stand, for somebody who holds several roles.
SECTIONS = (
    ({Role.MANAGER, Role.STAFF}, "office"),
    ({Role.REVIEWER}, "reviewer"),
    ({Role.DONOR}, "donor"),
    ({Role.AUDITOR}, "auditor"),
    ({Role.ADMINISTRATOR}, "administrator"),
)


class HomeView(AccessMixin, TemplateView):
    """Shows one section a role that the reader holds, or whom to ask where he holds none."""

    permission = "accounts.view_home"
    template_name = "reports/home.html"

    def get_context_data(self, **kwargs):
        """Each section reads only what its role may see."""
        roles = self.request.user.roles()
        names = [name for needed, name in SECTIONS if roles & needed] or ["nobody"]
        context = super().get_context_data(**kwargs)
        context["sections"] = [f"reports/home_{name}.html" for name in names]
        for name in names:
            if read := getattr(self, f"read_{name}", None):
                context |= read()
        return context

    @cached_property
    def closed(self):
        """The holidays, read once."""
        return holidays()

    def read_office(self) -> dict:
        """One programme at a time: its figures, what waits, and a chooser where there are several."""
        user = self.request.user
        programmes = list(Programme.objects.with_right(user, "forum", "r"))
        programme = self._chosen(programmes)
        several = len(programmes) > 1
        narrow = {"programme": str(programme.public_id)} if several else {}
        figures = figures_so_far(programme, closed=self.closed)
        return {
            "programmes": programmes if several else [],
            "programme": programme,
            "can_add": user.has_perm("forums.add_forum", programme),
            "waiting": waiting_in_programme(user, programme, self.closed, narrow),
            "tiles": figures and _tiles(figures, narrow, self.closed),
            "states": figures and _state_bars(figures),
        }

    def read_reviewer(self) -> dict:
        """What the reader's institutions are waited for."""
        user = self.request.user
        waiting = waiting_for_institutions(user, self.closed)
        institutions = Institution.objects.filter(pk__in=institutions_where(user, "recommendation", "r"))
        return {
            "asked": waiting.asked,
            "asked_words": _asked_words(len(waiting.asked), waiting.late),
            "answer_form": waiting.first_form(user),
            "promised": waiting.promised,
            "unconfirmed": waiting.unconfirmed,
            "institutions": [institution.name for institution in institutions],
        }

    def read_donor(self) -> dict:
        """The newest reports that were released to him."""
        return {"library": list(library_of(self.request.user).once_released()[:10])}

    def read_auditor(self) -> dict:
        """How many entries his programmes have, and the head of the whole chain."""
        programmes = Programme.objects.with_right(self.request.user, "audit record", "r")
        public_ids = list(programmes.values_list("public_id", flat=True))
        count = AuditEntry.objects.filter(programme__in=public_ids).count()
        text = ngettext("%(count)d entry", "%(count)d entries", count)
        return {"entries": text % {"count": count}, "head": audit.head()}

    def _chosen(self, programmes):
        wanted = self.request.GET.get("programme")
        if not wanted:
            return programmes[0]
        for programme in programmes:
            if str(programme.public_id) == _canonical(wanted):
                return programme
        raise Http404


def _tiles(figures, narrow, closed) -> list[dict]:
    """Four figures, each with the list that it counts where there is one. `narrow`: the list's programme."""
    language = get_language() or "ar"
    answered = figures.answered_percent
    oldest = overdue_since(figures.oldest_due_on, closed) if figures.oldest_due_on else None
    return [
        {
            "figure": figures.forums,
            "label": npgettext(
                "figure", "forum with approved minutes", "forums with approved minutes", figures.forums
            ),
            "note": format_period(figures.period_start, figures.period_end, language),
            "url": reverse("forums:list", query={"stage": "reached"} | narrow),
        },
        {
            "figure": figures.persons,
            "label": npgettext("figure", "person (each once)", "persons (each once)", figures.persons),
            "note": _attendance_words(figures),
        },
        {
            "figure": figures.recommendations,
            "label": npgettext("figure", "recommendation", "recommendations", figures.recommendations),
            "note": gettext("Answered: %(percent)d%% of those sent") % {"percent": answered}
            if answered is not None
            else gettext("None sent yet"),
            "url": reverse("recommendations:list", query=narrow),
        },
        {
            "figure": figures.overdue_answers,
            "label": npgettext("figure", "late answer", "late answers", figures.overdue_answers),
            "note": gettext("Longest: %(late)s") % {"late": late_chip(oldest)[1]} if oldest else "",
            "url": reverse("recommendations:list", query={"state": "late"} | narrow),
            "tone": "late" if figures.overdue_answers else "",
        },
    ]


def _attendance_words(figures) -> str:
    """«٥١٢ مشاركة · نساء ٣٤٪»: the share is of those whose sex is recorded, and says so where some are not."""
    count = figures.attendances
    text = ngettext("%(count)d attendance", "%(count)d attendances", count) % {"count": count}
    recorded = figures.women + figures.men
    share = percent(figures.women, recorded)
    if share is None:
        unknown = gettext("sex not recorded")
        return f"{text} · {unknown}" if count else text
    words = (
        gettext("women %(percent)d%%")
        if recorded == count
        else gettext("women %(percent)d%% of those recorded")
    )
    return f"{text} · {words % {'percent': share}}"


def _state_bars(figures) -> dict:
    """Recommendations by state, in the shape of templates/components/bars.html."""
    language = get_language() or "ar"
    table = figures.recommendations_by_state
    rows = []
    for row in table.rows:
        label = row.label(language)
        rows.append(
            {"label": label, "total": row.count, "parts": [(state_chip(row.key)[0], row.count, label)]}
        )
    return {"rows": rows, "scale": table.largest}


def _asked_words(count, late) -> str:
    text = ngettext(
        "%(count)d recommendation awaits your answer", "%(count)d recommendations await your answer", count
    ) % {"count": count}
    if not late:
        return text
    words = ngettext("%(count)d of them late", "%(count)d of them late", late) % {"count": late}
    return f"{text} · {words}"


def _canonical(text) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
