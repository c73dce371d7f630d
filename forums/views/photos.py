"""Photos of a forum: allowed by a manager, kept and seen by the office, each face with its consent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from common.access import AccessMixin
from common.forms import note_of
from common.headers import BARE_POLICY
from common.sealed_files import TYPES, read_file
from forums.forms.files import PhotoForm
from forums.models import Forum, Photo, PhotosAllowed
from forums.services.photos import add_photo, allow_photos, forbid_photos, hidden_photos, remove_photo
from forums.views.sheets import OneForum


class Photos(OneForum, TemplateView):
    """What there is, whether there may be any, and the form for one more."""

    permission = "forums.view_photos"
    template_name = "forums/photos.html"
    http_method_names = ["get", "head", "options"]

    def render(self, **context):
        """The page around its form."""
        return self.render_to_response(self.get_context_data(**context))

    def get_context_data(self, **context):
        """Photos that may be seen, how many may not, and each act only where the reader may do it."""
        user, forum = self.request.user, self.forum
        allowed = PhotosAllowed.objects.filter(forum=forum).select_related("allowed_by").first()
        writes = user.has_perm("forums.write_photos", forum)
        if allowed and writes and not forum.women_only:
            context.setdefault("form", PhotoForm(forum=forum))
        return super().get_context_data(
            forum=forum,
            allowed=allowed,
            photos=list(Photo.objects.visible_to(user).filter(forum=forum)),
            hidden_photos=list(hidden_photos(forum)) if writes else [],
            can_allow=user.has_perm("forums.allow_photos", forum) and not forum.women_only,
            can_write=writes,
            **context,
        )


class AddPhoto(Photos):
    """Keeps one picture; POST alone."""

    permission = "forums.write_photos"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Keep it, or say what is to be mended."""
        form = PhotoForm(request.POST, request.FILES, forum=self.forum)
        if not form.is_valid():
            return self.render(form=form)
        data = form.cleaned_data
        try:
            add_photo(actor=request.user, forum=self.forum, clean=data["file"], people=data["people"])
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
            return self.render(form=form)
        messages.success(request, _("The picture is kept, encrypted."))
        return redirect("forums:photos", self.forum.public_id)


class AllowPhotos(OneForum, View):
    """A manager allows photos of one forum with a reason, or takes that back; POST alone."""

    permission = "forums.allow_photos"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        """Which of the two, the button says."""
        try:
            if request.POST.get("forbid") == "1":
                forbid_photos(actor=request.user, forum=self.forum)
            else:
                allow_photos(actor=request.user, forum=self.forum, reason=note_of(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("forums:photos", self.forum.public_id)


class PhotoFile(AccessMixin, View):
    """One picture, to the office."""

    permission = "forums.view_photos"
    http_method_names = ["get"]

    def get_permission_subject(self):
        """The forum of a photo that the reader may see now."""
        rows = Photo.objects.visible_to(self.request.user).select_related("forum")
        self.photo = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.photo.forum

    def get(self, request, *args, **kwargs):
        """Shown in the page and kept in no cache."""
        answer = HttpResponse(read_file(self.photo), content_type=TYPES[self.photo.kind])
        answer["Content-Disposition"] = "inline"
        answer["X-Content-Type-Options"] = "nosniff"
        answer["Content-Security-Policy"] = f"{BARE_POLICY}; sandbox"
        return answer


class RemovePhoto(AccessMixin, View):
    """Deletes a picture for good, also one that nobody sees any more; POST alone."""

    permission = "forums.write_photos"
    http_method_names = ["post"]

    def get_permission_subject(self):
        """The forum of the photo, if the reader sees the forum."""
        forums = Forum.objects.visible_to(self.request.user)
        rows = Photo.objects.filter(forum__in=forums).select_related("forum__programme")
        self.photo = get_object_or_404(rows, public_id=self.kwargs["public_id"])
        return self.photo.forum

    def post(self, request, *args, **kwargs):
        """Delete it."""
        forum = self.photo.forum
        remove_photo(actor=request.user, photo=self.photo)
        return redirect("forums:photos", forum.public_id)
