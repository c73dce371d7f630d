"""How officials' own words are minuted: chosen and settled by staff, looked through by the institution."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.forms import note_of
from common.versions import StaleVersion
from common.workflow import NotAllowedHere, NoteMissing
from forums.models import Minutes
from forums.services.writing import MinutesClosed
from participants.models import Institution
from recommendations.models import ShownLine, WordsReview
from recommendations.services.words import (
    keep_wording,
    may_be_shown,
    propose_wording,
    show_words,
    take_wording,
)


class _OfMinutes(AccessMixin):
    """About the minutes of the forum in the address."""

    def get_permission_subject(self):
        """The minutes, if the reader may see them."""
        rows = Minutes.objects.visible_to(self.request.user).select_related("forum__programme")
        self.minutes = get_object_or_404(rows, forum__public_id=self.kwargs["public_id"])
        return self.minutes


class Words(_OfMinutes, TemplateView):
    """What was shown to whom and what they proposed; staff choose further lines while the minutes are not approved."""

    permission = "recommendations.view_shown_words"
    template_name = "recommendations/words.html"

    def get_context_data(self, **kwargs):
        """The lines that may be shown, the institutions, and the showings of the revision that is being written."""
        user, minutes = self.request.user, self.minutes
        outputs = list(minutes.outputs.kept().select_related("spoken_by_category"))
        numbers = {output.pk: number for number, output in enumerate(outputs, start=1)}
        reviews = WordsReview.objects.filter(minutes=minutes).of_next_revision()
        reviews = list(reviews.select_related("institution").prefetch_related("lines__output").order_by("pk"))
        for review in reviews:
            review.minutes = minutes
            review.rows = [line for line in review.lines.all() if line.output_id in numbers]
            for line in review.rows:
                line.number = numbers[line.output_id]
        may_write = user.has_perm("recommendations.show_words", minutes)
        return super().get_context_data(**kwargs) | {
            "forum": minutes.forum,
            "minutes": minutes,
            "reviews": reviews,
            "offered": [(numbers[output.pk], output) for output in outputs if may_be_shown(output)],
            "institutions": Institution.objects.filter(archived_at=None).order_by("name_ar"),
            "may_show": may_write and minutes.state != Minutes.State.APPROVED,
            "may_settle": may_write and minutes.is_open,
        }


class _Act(View):
    """One POST; what a service refuses is said on the page that it leads back to."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Do it and lead back."""
        try:
            messages.success(request, self.act())
        except (NotAllowedHere, StaleVersion, MinutesClosed):
            messages.warning(request, _("Somebody was faster, or the minutes cannot be written now."))
        except NoteMissing:
            messages.error(request, _("Please give the reason."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except PermissionDenied as error:
            raise Http404 from error
        return self.back()

    def expected(self) -> int | None:
        """The version that the reader saw."""
        version = self.request.POST.get("version", "")
        return int(version) if version.isdecimal() and len(version) < 9 else None


class ShowWords(_OfMinutes, _Act):
    """Shows the ticked lines to the chosen institution."""

    permission = "recommendations.show_words"

    def act(self):
        """Show them."""
        chosen = self.request.POST.get("institution", "")
        institution = Institution.objects.filter(archived_at=None, code=chosen[:24]).first()
        if institution is None:
            raise ValidationError(_("Please choose the institution."))
        ticked = set(self.request.POST.getlist("output"))
        outputs = [one for one in self.minutes.outputs.kept() if str(one.public_id) in ticked]
        show_words(actor=self.request.user, minutes=self.minutes, institution=institution, outputs=outputs)
        return _("The institution sees these lines for five working days.")

    def back(self):
        """To the page."""
        return redirect("recommendations:words", self.minutes.forum.public_id)


class _OfLine(AccessMixin):
    """About one shown line."""

    def get_permission_subject(self):
        """The line, of a showing that the reader sees."""
        rows = ShownLine.objects.select_related("review__minutes__forum__programme", "review__institution")
        visible = WordsReview.objects.visible_to(self.request.user)
        self.line = get_object_or_404(rows, public_id=self.kwargs["public_id"], review__in=visible)
        return self.line


class SettleWording(_OfLine, _Act):
    """Takes the proposed wording over, or keeps the line with a reason."""

    permission = "recommendations.settle_wording"

    def act(self):
        """One of the two."""
        given = {"actor": self.request.user, "line": self.line, "expected": self.expected()}
        if "take" in self.request.POST:
            take_wording(**given)
            return _("The proposed wording stands in the minutes now.")
        keep_wording(**given, reason=note_of(self.request))
        return _("The line stays as it was; the institution sees the reason.")

    def back(self):
        """To the page."""
        return redirect("recommendations:words", self.line.review.minutes.forum.public_id)


class OwnWords(AccessMixin, TemplateView):
    """The lines that are shown to an institution, and nothing else of the minutes."""

    permission = "recommendations.view_own_words"
    template_name = "recommendations/own_words.html"

    @cached_property
    def review(self):
        """The showing, or 404: also once its days are over."""
        rows = WordsReview.objects.visible_to(self.request.user)
        rows = rows.select_related("institution", "minutes__forum__programme")
        return get_object_or_404(rows, public_id=self.kwargs["public_id"])

    def get_permission_subject(self):
        """Asked about the showing."""
        return self.review

    def get_context_data(self, **kwargs):
        """Each line in its own words, and what may be done with it."""
        user, review = self.request.user, self.review
        lines = [
            line
            for line in review.lines.select_related("output").order_by("output__position", "pk")
            if may_be_shown(line.output)
        ]
        for line in lines:
            line.review = review
            line.said, line.said_in = line.output.in_language(get_language() or "ar")
            line.may_propose = not line.decision and user.has_perm("recommendations.propose_wording", line)
        forum = review.minutes.forum
        return super().get_context_data(**kwargs) | {
            "review": review,
            "lines": lines,
            "programme": forum.programme,
            "day": forum.date,
        }


class ProposeWording(_OfLine, _Act):
    """What the institution would have a line say."""

    permission = "recommendations.propose_wording"

    def act(self):
        """Propose it."""
        propose_wording(
            actor=self.request.user, line=self.line, expected=self.expected(), text=note_of(self.request)
        )
        return _("Your proposal was handed to the programme.")

    def back(self):
        """To the lines."""
        return redirect("recommendations:own_words", self.line.review.public_id)
