"""Recommendations and answers in the back office: read-only, and only for who reads them in the portal."""

from django.contrib import admin

from common.admin import ReadOnlyAdmin
from recommendations.models import OutboxMessage, Recommendation, Response, Update


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    """Asks; their state is their addressees', and is walked in the portal."""

    permission = "recommendations.view"
    list_display = ("reference", "kind", "priority", "standing", "due_on")
    list_select_related = ("programme",)
    list_filter = ("kind", "priority", "standing")
    search_fields = ("folded",)
    fields = (
        "public_id",
        "programme",
        "reference",
        "kind",
        "priority",
        "standing",
        "due_on",
        "text",
        "language",
    )


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers as far as the reader sees them; the detail stays in the portal."""

    permission = "recommendations.view"
    list_display = ("public_id", "decision", "channel", "round", "sent_at")
    list_filter = ("decision", "channel")
    fields = ("public_id", "decision", "channel", "round", "text", "language", "sent_at")


@admin.register(Update)
class UpdateAdmin(ReadOnlyAdmin):
    """What was reported as done."""

    permission = "recommendations.view"
    list_display = ("public_id", "kind", "happened_on", "made_at")
    list_filter = ("kind",)
    fields = ("public_id", "kind", "happened_on", "text", "language", "made_at")


@admin.register(OutboxMessage)
class OutboxAdmin(ReadOnlyAdmin):
    """That a message waits or went, of all programmes: no recipient, no link, and it has no content."""

    permission = "recommendations.view_outbox_metadata"
    opens_rows = False
    list_display = ("public_id", "kind", "state", "attempts", "created_at", "sent_at")
    list_display_links = None
    list_filter = ("kind", "state")

    def scope(self, user):
        """All."""
        return OutboxMessage.objects.all()
