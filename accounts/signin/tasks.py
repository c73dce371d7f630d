"""Background work of signing in."""

from django_tasks import task


@task()
def send_reset_mail(address: str) -> None:
    """Mail a link for a new password, if the address (ciphertext) belongs to an active account.

    May run again: a second mail with another good link harms nobody.
    """
    from accounts.signin.mail import mail_reset_link
    from common.encryption import decrypt

    mail_reset_link(decrypt(address, purpose="accounts"))
