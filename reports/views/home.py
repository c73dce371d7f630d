"""The first page after signing in: for each role, what it is waited for and where it goes from here."""

from datetime import timedelta

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.views.generic import TemplateView

from accounts.models import Refusal, Role, TwoPersonAct
from accounts.rights import institutions_where
from common import audit
from common.access import AccessMixin
from common.backup import last_backup
from common.backup.keep import WARN_AFTER
from common.dates import format_date
from common.models import AuditEntry, AuditHead
from common.safekeeping import unconfirmed_parts
from forums.models import Programme
from forums.views.choosing import chosen_programme
from participants.models import Institution
from recommendations.deadlines import holidays
from recommendations.models import WordsReview
from recommendations.news import last_visit, news_for
from reports.figures import figures_so_far
from reports.tiles import state_bars, theme_bars, tiles
from reports.views.library import library_of
from reports.waiting import waiting_for_institutions, waiting_in_programme

#: Recommendations with news that a representative sees at once; the list marks the rest.
SHOWN = 8
#: Sections in the order in which they stand, for somebody who holds several roles.
SECTIONS = (
    ({Role.MANAGER, Role.STAFF}, "office"),
    ({Role.REVIEWER}, "reviewer"),
    ({Role.DONOR}, "donor"),
    ({Role.AUDITOR}, "auditor"),
    ({Role.ADMINISTRATOR}, "administrator"),
)


def _own_words(user):
    """The showings of their own words that the reader's institutions may look through now."""
    own = WordsReview.objects.running().filter(
        institution_id__in=institutions_where(user, "words shown", "r")
    )
    return own.select_related("minutes__forum__programme").order_by("until", "pk")


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
        programmes.sort(key=lambda row: row.archived_at is not None)
        programme = chosen_programme(programmes, self.request.GET.get("programme"))
        several = len(programmes) > 1
        # Named, the lists show it also where it is archived.
        narrow = {"programme": str(programme.public_id)} if several or programme.archived_at else {}
        figures = figures_so_far(programme, closed=self.closed)
        return {
            "programmes": programmes if several else [],
            "programme": programme,
            "can_add": user.has_perm("forums.add_forum", programme),
            "waiting": waiting_in_programme(user, programme, self.closed, narrow),
            "tiles": figures and tiles(figures, programme, narrow, self.closed),
            "themes": figures and theme_bars(figures, narrow),
            "states": figures and state_bars(figures, narrow),
        }

    def read_reviewer(self) -> dict:
        """What the reader's institutions are waited for."""
        user = self.request.user
        waiting = waiting_for_institutions(user, self.closed)
        since = last_visit(user)
        news = news_for(user, since)
        institutions = Institution.objects.filter(pk__in=institutions_where(user, "recommendation", "r"))
        return {
            "asked": waiting.asked,
            "asked_words": _asked_words(len(waiting.asked), waiting.late),
            "answer_form": waiting.first_form(user),
            "promised": waiting.promised,
            "unconfirmed": waiting.unconfirmed,
            "confirms": waiting.confirms,
            "words": list(_own_words(user)),
            "news": news[:SHOWN],
            "news_words": _news_words(len(news), since) if news else "",
            "institutions": list(institutions),
        }

    def read_donor(self) -> dict:
        """The newest reports that were released to him, and since when they are new."""
        user = self.request.user
        return {"library": list(library_of(user).once_released()[:10]), "since": last_visit(user)}

    def read_auditor(self) -> dict:
        """How many entries his programmes have, the head of the whole chain, and the last one that went out."""
        programmes = Programme.objects.with_right(self.request.user, "audit record", "r")
        public_ids = list(programmes.values_list("public_id", flat=True))
        count = AuditEntry.objects.filter(programme__in=public_ids).count()
        text = ngettext("%(count)d entry", "%(count)d entries", count)
        return {
            "entries": text % {"count": count},
            "head": audit.head(),
            "issued": AuditHead.objects.order_by("-day").first(),
            "refusals": self._refusals(),
        }

    def read_administrator(self) -> dict:
        """Whether backups are made, a copy of the keyring is locked away, and acts await a second administrator."""
        backup = last_backup()
        count = TwoPersonAct.objects.awaiting(self.request.user).count()
        words = ngettext(
            "%(count)d act awaits a second person", "%(count)d acts await a second person", count
        )
        return {
            "second_person_words": words % {"count": count} if count else "",
            "backed_up_at": backup and backup.made_at,
            "backup_is_late": backup is None or timezone.now() - backup.made_at > WARN_AFTER,
            "keyring_is_unconfirmed": bool(unconfirmed_parts()),
            "refusals": self._refusals(),
        }

    def _refusals(self) -> int:
        """How often the portal refused something lately, of what the reader reads."""
        since = timezone.now() - timedelta(days=7)
        return Refusal.objects.visible_to(self.request.user).filter(at__gt=since).count()


def _news_words(count, since) -> str:
    text = ngettext(
        "Since your last visit on %(day)s: %(count)d recommendation with news",
        "Since your last visit on %(day)s: %(count)d recommendations with news",
        count,
    )
    day = format_date(timezone.localdate(since), get_language() or "ar", "prose")
    return text % {"count": count, "day": day}


def _asked_words(count, late) -> str:
    text = ngettext(
        "%(count)d recommendation awaits your answer", "%(count)d recommendations await your answer", count
    ) % {"count": count}
    if not late:
        return text
    words = ngettext("%(count)d of them late", "%(count)d of them late", late) % {"count": late}
    return f"{text} · {words}"
