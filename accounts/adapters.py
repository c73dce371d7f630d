"""What allauth asks us: nobody signs up, and secrets of second factors do not lie in clear."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter

from common.encryption import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only."""

    def is_open_for_signup(self, request):
        """Never: the sign-up page answers that it is closed, to everybody alike."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are encrypted by the keyring's own ring; allauth stores them in clear."""

    def encrypt(self, text):
        """The token that is stored."""
        return encrypt(text, purpose="accounts")

    def decrypt(self, encrypted_text):
        """The secret behind the token."""
        return decrypt(encrypted_text, purpose="accounts")
