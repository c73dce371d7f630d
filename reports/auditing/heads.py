"""The head of the record leaves the house once a day: by mail to the auditors, or on paper where there is no mail."""

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from accounts.models import Membership, Role, User
from common import audit
from common.arabic import localise_digits
from common.dates import format_date
from common.mail import mail_in_both_languages, mail_is_configured
from common.models import AuditEntry, AuditHead


def issue_daily_head() -> AuditHead | None:
    """Note today's head and have it mailed; None where that was done today, or nothing is on the record yet.

    Called by every sweep of every worker and by `manage.py print_audit_head`: the first one does it.
    """
    from reports.tasks import send_audit_head

    today = timezone.localdate()
    if AuditHead.objects.filter(day=today).exists():
        return None
    try:
        with transaction.atomic():
            # So that the number of entries and the last hash belong together.
            audit.lock_chain()
            entries = AuditEntry.objects.count()
            if not entries:
                return None
            row = AuditHead.objects.create(day=today, at=timezone.now(), entries=entries, hash=audit.head())
            mailed = mail_is_configured() and auditors().exclude(email="").exists()
            if mailed:
                send_audit_head.enqueue(str(row.public_id))
            audit.append(
                actor=None,
                action="common.issue_audit_head",
                subject=row,
                details={"entries": entries, "mailed": mailed},
            )
    except IntegrityError:
        return None
    return row


def auditors():
    """Active accounts with the role of an auditor anywhere: the chain is one for all programmes."""
    held = Membership.objects.current().filter(role=Role.AUDITOR)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def mail_head(*, public_id: str) -> int:
    """Mail one head to the auditors; to how many. Once that is noted it is not mailed again.

    A worker that was killed in the middle begins anew: the same message, with the same id.
    """
    row = AuditHead.objects.get(public_id=public_id)
    if row.mailed_at is not None:
        return row.mailed_to
    readers = list(auditors().exclude(email=""))
    for reader in readers:
        head_mail(row, reader).send()
    AuditHead.objects.filter(pk=row.pk).update(mailed_at=timezone.now(), mailed_to=len(readers))
    return len(readers)


def head_mail(row: AuditHead, reader: User):
    """The message: day, number of entries and hash, which tell nothing of anybody."""
    return mail_in_both_languages(
        to=reader.email,
        first=reader.language,
        line=lambda: line_of(row),
        call=lambda: gettext("Please keep this message. The record is checked against it here:"),
        link=f"{_site()}{reverse('audit')}",
        note=lambda: f"{entries_words(row.entries)} sha256:{row.hash}",
        message_id=f"{row.public_id}.{reader.public_id}",
    )


def line_of(row: AuditHead) -> str:
    """What it is, one sentence in the language in force."""
    day = format_date(row.day, get_language() or "ar", "prose")
    text = gettext("The head of the audit record on %(day)s.") % {"day": day}
    return localise_digits(text, get_language())


def entries_words(count: int) -> str:
    """How many entries there were, a sentence."""
    text = ngettext("%(count)d entry.", "%(count)d entries.", count) % {"count": count}
    return localise_digits(text, get_language())


def _site():
    from django.conf import settings

    return settings.SITE_URL
