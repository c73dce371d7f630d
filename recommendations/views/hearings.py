"""A review meeting goes through earlier asks one by one: each with its journey, and what is answered is taken down."""

from collections import defaultdict
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.access import AccessMixin
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from forums.models import Forum
from forums.services.writing import MinutesClosed
from forums.views.base import who_saved
from recommendations.forms.hearings import RaiseForm, RoomAnswerForm
from recommendations.models import Addressee, Hearing
from recommendations.possible import awaits_answer, is_unconfirmed
from recommendations.presentation import chips_of, institution_name
from recommendations.services.hearings import asks_of, mark_not_discussed
from recommendations.thread import read_for, steps_of
from recommendations.visibility import Reader


class HearingPage(AccessMixin, TemplateView):
    """One ask of the forums that are reviewed, the one before and the one after it. `?ask=` and `?institution=`."""

    permission = "recommendations.hear"
    template_name = "recommendations/hearing.html"

    def get_permission_subject(self):
        """The meeting."""
        forums = Forum.objects.visible_to(self.request.user).select_related("programme", "minutes")
        self.forum = get_object_or_404(forums, public_id=self.kwargs["public_id"])
        return self.forum

    @cached_property
    def rows(self):
        """(public id, number) of each ask and the institutions that it is addressed to, in one statement."""
        found = asks_of(self.forum).order_by("number", "pk")
        columns = "public_id", "number", "addressees__institution__code", "addressees__institution__name_ar"
        return list(found.values_list(*columns, "addressees__institution__name_en"))

    @cached_property
    def institution(self):
        """The code of the institution whose asks are wanted, empty for all."""
        wanted = self.request.GET.get("institution", "")
        return wanted if any(row[2] == wanted for row in self.rows) else ""

    @cached_property
    def order(self) -> list[tuple]:
        """(public id, number) of the asks that are gone through; those without a number last."""
        wanted = {row[:2]: None for row in self.rows if not self.institution or row[2] == self.institution}
        return sorted(wanted, key=lambda row: row[1] is None)

    @cached_property
    def place(self) -> int:
        """Which of them is open; raises Http404 for one that is not among them."""
        asked = self.request.GET.get("ask", "")
        if not asked:
            return 0
        keys = [str(public_id) for public_id, _number in self.order]
        if asked not in keys:
            raise Http404
        return keys.index(asked)

    @cached_property
    def ask(self):
        """The open one with its addressees and answers, None where nothing is reviewed."""
        if not self.order:
            return None
        self.reader = Reader(self.request.user)
        return get_object_or_404(self.reader.rows(), public_id=self.order[self.place][0])

    @cached_property
    def addressee(self) -> Addressee | None:
        """Whose answer is taken down: the one in the address, of the filter, or the first that is waited for."""
        waiting = [row for row in self.ask.asked if awaits_answer(row)] if self.ask else []
        wanted = self.request.GET.get("addressee", "")
        for row in waiting:
            if str(row.public_id) == wanted:
                return row
        own = [row for row in waiting if row.institution.code == self.institution]
        return next(iter(own or waiting), None)

    @cached_property
    def hearings(self) -> list[Hearing]:
        """What was taken down at this meeting, and of the open ask at others."""
        wanted = Q(forum=self.forum) | Q(recommendation=self.ask) if self.ask else Q(forum=self.forum)
        return list(Hearing.objects.filter(wanted).select_related("forum", "recommendation").order_by("pk"))

    def post(self, request, *args, **kwargs):
        """Take one thing down, then on to the next ask."""
        act = request.POST.get("act", "")
        if self.ask is None or act not in ("answer", "raise", "leave"):
            raise Http404
        try:
            form = self.form_of(act, request.POST)
            done = self.leave() if form is None else form.is_valid() and form.save()
        except (NotAllowedHere, MinutesClosed):
            messages.warning(request, _("Something else was done with it meanwhile; nothing was done twice."))
            return redirect(self.address(self.place))
        except StaleVersion as stale:
            form.adopt(stale.current.version)
            saved_by = who_saved(stale.current, request.user)
            return self.render_to_response(self.get_context_data(**{f"{act}_form": form}, saved_by=saved_by))
        if not done:
            return self.render_to_response(self.get_context_data(**{f"{act}_form": form}))
        messages.success(request, _("Taken down."))
        return redirect(self.address(min(self.place + 1, len(self.order) - 1)))

    def form_of(self, act, data=None):
        """The form behind an act; None for what needs none. Raises NotAllowedHere for an answer that nobody waits for."""
        user = self.request.user
        if act == "raise":
            return RaiseForm(data, actor=user, forum=self.forum, recommendation=self.ask)
        if act != "answer":
            return None
        if self.addressee is None:
            raise NotAllowedHere("sent", "answer")
        return RoomAnswerForm(data, actor=user, addressee=self.addressee, forum=self.forum)

    def leave(self) -> bool:
        """It was not discussed."""
        try:
            mark_not_discussed(actor=self.request.user, forum=self.forum, recommendation=self.ask)
        except ValidationError as error:
            raise NotAllowedHere("heard", "mark_not_discussed") from error
        return True

    def get_context_data(self, **kwargs):
        """The list with what was taken down of each, and the open one."""
        heard = defaultdict(list)
        for row in self.hearings:
            if row.forum_id == self.forum.pk:
                heard[row.recommendation.public_id].append(row.outcome)
        context = super().get_context_data(
            forum=self.forum,
            total=len(self.order),
            done=sum(1 for key, _number in self.order if key in heard),
            institutions=self.institutions(),
            institution=self.institution,
            lines=[self.line(place, heard) for place in range(len(self.order))],
            **kwargs,
        )
        return context | self.open_one(kwargs) if self.ask else context

    def open_one(self, given) -> dict:
        """The open ask: its words, its journey so far, and the forms."""
        ask, user = self.ask, self.request.user
        text, language = ask.in_language(get_language() or "ar")
        own = ask.lead
        waiting = [row for row in ask.asked if awaits_answer(row)]
        found = {
            "ask": ask,
            "text": text,
            "language": language,
            "position": self.place + 1,
            "chips": chips_of(ask, own, None, unconfirmed=own is not None and is_unconfirmed(own)),
            "steps": steps_of(
                ask,
                self.reader,
                [],
                read_for([ask], self.reader, with_letters=False),
                hearings=self.of_ask(),
            ),
            "addressee": self.addressee,
            "others": [
                (institution_name(row.institution), row.public_id) for row in waiting if row != self.addressee
            ],
            "before": self.address(self.place - 1) if self.place else "",
            "after": self.address(self.place + 1) if self.place + 1 < len(self.order) else "",
            "here": self.address(self.place),
            "is_open": self.forum.minutes.is_open,
        }
        if self.addressee is not None and "answer_form" not in given:
            found["answer_form"] = self.form_of("answer")
        if "raise_form" not in given:
            found["raise_form"] = RaiseForm(actor=user, forum=self.forum, recommendation=ask)
        return found

    def of_ask(self) -> list[Hearing]:
        """Those of the open ask."""
        return [row for row in self.hearings if row.recommendation_id == self.ask.pk]

    def line(self, place, heard) -> dict:
        """One ask in the list beside."""
        key, number = self.order[place]
        labels = dict(Hearing.Outcome.choices)
        programme = self.forum.programme.code
        return {
            "url": self.address(place),
            "reference": f"{programme}-R-{number:04d}" if number else _("not sent yet"),
            "state": "done" if key in heard else "",
            "outcomes": [labels[outcome] for outcome in dict.fromkeys(heard[key])] if key in heard else [],
            "is_here": place == self.place,
        }

    def institutions(self) -> list[tuple[str, str]]:
        """(code, name) of the bodies that are asked something here."""
        arabic = (get_language() or "ar").startswith("ar")
        found = {row[2]: row[3] if arabic else row[4] or row[3] for row in self.rows if row[2]}
        return sorted(found.items(), key=lambda pair: pair[1])

    def address(self, place) -> str:
        """The page with another ask open; the filter stays."""
        query = {"ask": self.order[place][0]} if self.order else {}
        if self.institution:
            query["institution"] = self.institution
        return f"{reverse('recommendations:hearing', args=[self.forum.public_id])}?{urlencode(query)}"
