"""Background work of accounts."""

from django_tasks import task


@task()
def send_link(token: str) -> None:
    """Mail the one-time link of this token (ciphertext) to its account, if it still works.

    May run again: the same message with the same link.
    """
    from accounts.mails import link_mail
    from accounts.services.links import InvitationRefused, find_invitation
    from common.encryption import decrypt

    plain = decrypt(token, purpose="accounts")
    try:
        invitation = find_invitation(plain)
    except InvitationRefused:
        return
    if invitation.user.email:
        link_mail(invitation, plain).send()
