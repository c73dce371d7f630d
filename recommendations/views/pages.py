"""What the pages about one addressee and about one answer share: finding it, or the 404 of an absent one."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from common.access import AccessMixin
from recommendations.models import Addressee, Recommendation, Response
from recommendations.views.acts import Act
from recommendations.views.form_page import FormPage


def addressee_or_404(user, public_id) -> Addressee:
    """An addressee of a recommendation that the reader sees; the permission is asked afterwards."""
    rows = Addressee.objects.select_related("institution", "recommendation__programme")
    visible = Recommendation.objects.visible_to(user)
    return get_object_or_404(rows, public_id=public_id, recommendation__in=visible, institution__isnull=False)


def response_or_404(user, public_id) -> Response:
    """A sent answer that the reader sees."""
    rows = Response.objects.visible_to(user).select_related(
        "addressee__institution",
        "addressee__recommendation__programme",
        "referred_to",
        "letter__attachment",
    )
    return get_object_or_404(rows, public_id=public_id, sent_at__isnull=False)


class AddresseePage(FormPage):
    """A form about one institution and one recommendation."""

    def get_permission_subject(self):
        """The addressee."""
        self.addressee = addressee_or_404(self.request.user, self.kwargs["public_id"])
        self.recommendation = self.addressee.recommendation
        return self.addressee

    def fresh(self) -> Addressee:
        """The addressee as it stands in the database now."""
        row = Addressee.objects.select_related("institution", "recommendation__programme")
        return row.get(pk=self.addressee.pk)

    def files(self, data):
        """The files that belong to `data`, None where nothing was sent."""
        return None if data is None else self.request.FILES

    def get_context_data(self, **kwargs):
        """The ask in the reader's language."""
        text, language = self.recommendation.in_language(get_language() or "ar")
        return super().get_context_data(
            addressee=self.addressee,
            recommendation=self.recommendation,
            text=text,
            language=language,
            detail_url=self.detail(),
            **kwargs,
        )

    def detail(self):
        """The page of the recommendation."""
        return reverse("recommendations:detail", args=[self.recommendation.public_id])

    def back(self):
        """Where it leads once it is done."""
        return self.detail()


class ResponseAct(Act):
    """One act on an answer."""

    def get_permission_subject(self):
        """The answer."""
        self.response = response_or_404(self.request.user, self.kwargs["public_id"])
        self.recommendation = self.response.addressee.recommendation
        return self.response

    def overtaken(self) -> str:
        """What somebody is told who came second."""
        return self.second


class AddresseeAct(Act):
    """One act on an addressee."""

    def get_permission_subject(self):
        """The addressee."""
        self.addressee = addressee_or_404(self.request.user, self.kwargs["public_id"])
        self.recommendation = self.addressee.recommendation
        return self.addressee

    def overtaken(self) -> str:
        """What somebody is told who came second."""
        return self.second


class ResponseMixin(AccessMixin):
    """A page about one sent answer."""

    def get_permission_subject(self):
        """The addressee whose answer it is."""
        self.response = response_or_404(self.request.user, self.kwargs["public_id"])
        self.addressee = self.response.addressee
        return self.addressee
