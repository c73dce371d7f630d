"""Taking up several asks at once: from the outliner, and from the editor's fourth step."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import View

from common.arabic import choose_digits, localise_digits
from forums.models import Output
from forums.views.base import MinutesMixin
from recommendations.services.promote_several import promote_outputs
from recommendations.views.alike import well_formed


class TakeUpSeveral(MinutesMixin, View):
    """POST `output` (several): a recommendation of each, whose institution is named later."""

    permission = "recommendations.promote"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Take them up, say how many, and go on where institutions are named."""
        outputs = self.outputs(request.POST.getlist("output"))
        try:
            made = promote_outputs(actor=request.user, minutes=self.minutes, outputs=outputs)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            self.say(len(made), asked=len(outputs))
        return redirect("recommendations:editor", self.forum.public_id)

    def outputs(self, keys):
        """Those of these minutes; what is no key, or is foreign, or was taken out meanwhile, is left out."""
        rows = Output.objects.kept().asks().filter(minutes=self.minutes)
        return list(rows.filter(public_id__in=well_formed(keys)))

    def say(self, made: int, *, asked: int) -> None:
        """What was done."""
        if not asked:
            messages.warning(self.request, _("Please tick the asks that are to be taken up."))
            return
        if made:
            number = choose_digits(localise_digits(str(made), get_language()))
            words = ngettext(
                "{number} ask was taken up. Who is to answer is still to be named.",
                "{number} asks were taken up. Who is to answer is still to be named.",
                made,
            )
            messages.success(self.request, words.format(number=number))
        if made < asked:
            messages.warning(self.request, _("The others had been taken up already."))
