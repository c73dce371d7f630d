"""The list of forums and the record of one."""

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.views.generic import ListView, TemplateView

from accounts.models import TwoPersonAct
from accounts.services import has_second_person
from common.access import AccessMixin
from forums.filters import ForumFilter
from forums.models import Forum, Minutes
from forums.overview import stage_of, with_counts, with_stage
from forums.presentation import EDGES, archived_chip, forum_count, kind_counts, people_count, stage_chip
from forums.record import AttendanceSummary, ForumRecord, approval_path, date_note, facts, visible_record
from forums.services.call_list import is_coming
from forums.services.own_approval import OWN
from participants.privacy import name_of

State = Minutes.State
#: A forum without a date leads the list: it is planned, or its date must still be found.
_NEWEST_FIRST = (F("date").desc(nulls_first=True), "-id")


class ForumList(AccessMixin, ListView):
    """Forums of the reader's programmes, newest first; those without a date, which are still to come, lead."""

    permission = "forums.view_forum"
    template_name = "forums/list.html"
    context_object_name = "forums"
    paginate_by = 25

    def get_queryset(self):
        """Narrowed by the filters; counts come with the rows."""
        visible = with_stage(Forum.objects.visible_to(self.request.user))
        self.filter = ForumFilter(self.request.GET, queryset=visible, request=self.request)
        # The counts are no part of the filter, and the paginator drops them from its own count.
        return with_counts(self.filter.qs).select_related("place", "programme").order_by(*_NEWEST_FIRST)

    def get_context_data(self, **kwargs):
        """Chips and titles in the reader's language."""
        context = super().get_context_data(**kwargs)
        for forum in context["forums"]:
            forum.chips = [stage_chip(forum.stage), *archived_chip(forum.programme)]
        return context | {
            "filter": self.filter,
            "count_words": forum_count(context["paginator"].count),
            "can_add": self.request.user.has_perm("forums.add_forum"),
        }


class ForumDetail(AccessMixin, TemplateView):
    """All that is recorded of one forum, its state, and what can be done next."""

    permission = "forums.view_forum"
    template_name = "forums/detail.html"

    @cached_property
    def forum(self):
        """The forum, or 404 for one that is foreign or absent."""
        return get_object_or_404(visible_record(self.request.user), public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the forum itself; a forum without minutes is none of ours."""
        if not hasattr(self.forum, "minutes"):
            raise Http404
        return self.forum

    def get_context_data(self, **kwargs):
        """The record, and each act only where the reader may do it now."""
        user, forum, language = self.request.user, self.forum, get_language() or "ar"
        record = ForumRecord(forum, user)
        attendance = AttendanceSummary(record)
        names_people = user.has_perm("forums.view_attendance", forum)
        for output in record.outputs:
            output.edge = EDGES.get(output.kind, "")
            output.minutes = forum.minutes  # Known, and not to be read again for each.
            output.may_open_seal = output.is_sealed and user.has_perm("forums.open_seal", output)
        return super().get_context_data(**kwargs) | {
            "forum": forum,
            "minutes": forum.minutes,
            "chips": [
                stage_chip(stage_of(forum, written=record.is_written)),
                ("plain", forum.get_kind_display()),
                *archived_chip(forum.programme),
            ],
            "record": record,
            "facts": facts(record, attendance if names_people else None),
            "date_note": date_note(forum),
            "attendance": attendance,
            "people": people_count(attendance.present),
            "names_people": names_people,
            "entries": [_person_line(entry) for entry in attendance.entries()] if names_people else [],
            "thanks": [_thanks_line(row) for row in record.thanks] if names_people else [],
            "neighbours": _neighbours(record),
            "output_counts": kind_counts(record.outputs),
            "path": approval_path(record),
            "summary": forum.written_in("summary", language),
            **_acts(user, forum),
            **_levels(user, record),
        }


def _person_line(entry) -> dict:
    """The name with rank and form of address, and the rest of the entry's words."""
    return {
        "name": " ".join(word for word in (entry.rank, entry.honorific, entry.name) if word),
        "words": [
            word
            for word in (entry.post, entry.institution, entry.category, entry.part, entry.presence)
            if word
        ],
    }


def _thanks_line(row) -> dict[str, str]:
    return {"name": name_of(row.person) if row.person else row.institution.name, "reason": row.reason}


def _neighbours(record) -> list[tuple[str, list]]:
    """(how they stand to this forum, forums), only where there are any."""
    labels = {
        "continues": gettext("Continues"),
        "continued_by": gettext("Continued by"),
        "reviews": gettext("Reviews the outcomes of"),
        "reviewed_by": gettext("Reviewed by"),
    }
    return [(labels[relation], forums) for relation, forums in record.neighbours.items() if forums]


def _levels(user, record) -> dict[str, bool]:
    """What leads to the next level: the dialogue of a forum, the asks of the forums that are reviewed."""
    forum, near = record.forum, record.neighbours
    return {
        "can_make_dialogue": forum.kind == Forum.Kind.FORUM
        and not near["continued_by"]
        and user.has_perm("forums.write_forum", forum),
        "can_hear": bool(near["reviews"]) and user.has_perm("recommendations.hear", forum),
    }


def _acts(user, forum) -> dict[str, bool]:
    """What this reader may do now, by right and by state."""
    minutes = forum.minutes
    writes = user.has_perm("forums.write_minutes", minutes)
    return {
        **_own_approval(user, forum),
        "can_write": writes and minutes.is_open,
        "can_take_back": writes and minutes.state == State.SUBMITTED,
        "can_approve": minutes.state == State.SUBMITTED and user.has_perm("forums.approve_minutes", minutes),
        "can_reopen": minutes.state == State.APPROVED and user.has_perm("forums.reopen_minutes", minutes),
        "can_print": minutes.revision > 0 and user.has_perm("reports.view_internal", forum),
        "can_prepare_donor": minutes.state == State.APPROVED
        and user.has_perm("reports.prepare_donor", forum),
        "can_plan": minutes.is_open and user.has_perm("forums.plan", forum),
        "can_invite": not minutes.revision and user.has_perm("forums.plan", forum),
        "can_print_sheets": user.has_perm("forums.print_sheets", forum),
        "can_see_photos": user.has_perm("forums.view_photos", forum),
        "can_call": is_coming(forum) and user.has_perm("forums.open_call_list", forum),
        "can_decide_date": minutes.state != State.APPROVED and user.has_perm("forums.decide_date", forum),
    }


def _own_approval(user, forum) -> dict[str, bool]:
    """For a manager who wrote in the submitted minutes himself: what he can do about that."""
    minutes = forum.minutes
    if not user.has_perm("forums.ask_own_approval", minutes):
        return {}
    asked = TwoPersonAct.objects.filter(
        act=OWN, subject=minutes.public_id, asked_by=user, state=TwoPersonAct.State.ASKED
    )
    return {
        "wrote_it": not user.has_perm("forums.approve_minutes", minutes),
        "has_second": has_second_person(actor=user, programme=forum.programme),
        "waits_for_second": any(not request.is_over for request in asked),
    }
