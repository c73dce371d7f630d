"""Sending several asks at once: which are ready, what each institution will get by which way, and then all of them."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from common.access import AccessMixin
from common.mail import mail_is_configured
from common.versions import StaleVersion
from common.workflow import NotAllowedHere
from recommendations.models import OutboxMessage
from recommendations.presentation import institution_name, recommendation_count
from recommendations.services.sending import sending_obstacle
from recommendations.services.several import mail_waits, parcels, send_several, sendable
from recommendations.views.outbox import said


class SendSeveral(AccessMixin, TemplateView):
    """GET lists what is ready; with `?r=` (several) it tells what would go; POST the same `r`, with versions, sends."""

    permission = "recommendations.send_several"
    template_name = "recommendations/send_several.html"
    http_method_names = ["get", "post", "head", "options"]

    def get_context_data(self, **kwargs):
        """The list, or what was chosen of it by institution."""
        rows = self.rows()
        chosen = {public_id for public_id, _version in pairs(self.request.GET.getlist("r"))}
        going = [
            row["recommendation"]
            for row in rows
            if row["sends"] and row["recommendation"].public_id in chosen
        ]
        return super().get_context_data(
            rows=rows,
            any_sends=any(row["sends"] for row in rows),
            going=going,
            asked_for=bool(chosen),
            parcels=[(parcel, institution_name(parcel.institution)) for parcel in parcels(going)]
            if going
            else [],
            waits=bool(going) and mail_waits(going),
            has_mail=mail_is_configured(),
            line=said(OutboxMessage(kind=OutboxMessage.Kind.ANSWER_AWAITED), get_language() or "ar"),
            count=recommendation_count(len(going)),
            **kwargs,
        )

    def rows(self):
        """The asks that are ready, with what stands against sending one."""
        found = []
        for recommendation in sendable(self.request.user):
            if not self.request.user.has_perm("recommendations.manage", recommendation):
                continue
            text, language = recommendation.in_language(get_language() or "ar")
            addressees = list(recommendation.addressees.all())
            obstacle = sending_obstacle(recommendation, addressees)
            found.append(
                {
                    "recommendation": recommendation,
                    "text": text,
                    "language": language,
                    # Whose body is not determined yet is said by the obstacle.
                    "addressees": [row.institution.name for row in addressees if row.institution],
                    "obstacle": obstacle[1] if obstacle else "",
                    "sends": obstacle is None,
                }
            )
        return found

    def post(self, request, *args, **kwargs):
        """All of them or none."""
        versions = dict(pairs(request.POST.getlist("r")))
        seen = [
            (recommendation, versions[recommendation.public_id])
            for recommendation in sendable(request.user).filter(public_id__in=versions)
        ]
        if not seen or len(seen) < len(versions):
            return self.overtaken()
        try:
            sent = send_several(actor=request.user, seen=seen)
        except (NotAllowedHere, StaleVersion):
            return self.overtaken()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except PermissionDenied as error:
            raise Http404 from error
        else:
            messages.success(request, _("Sent: %(count)s.") % {"count": recommendation_count(len(sent))})
            return redirect("recommendations:outbox")
        return redirect("recommendations:send_several")

    def overtaken(self):
        """Somebody was faster."""
        words = _("Some of them were sent or changed meanwhile. Nothing was sent; please choose again.")
        messages.warning(self.request, words)
        return redirect("recommendations:send_several")


def pairs(values) -> list[tuple[uuid.UUID, int]]:
    """(public id, version) of «id» or «id:version»; what is neither is left out."""
    found = []
    for value in values:
        key, _sep, version = value.partition(":")
        try:
            found.append((uuid.UUID(key), int(version) if version.isascii() and version.isdigit() else 0))
        except ValueError:
            continue
    return found
