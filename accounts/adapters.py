"""What allauth asks us: who may sign in and how often, and that secrets of second factors do not lie in clear."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.db import transaction

from accounts.middleware import SIGNED_IN_AT, begin_session
from accounts.services.opened import end_sessions
from accounts.services.own import end_other_sessions
from accounts.services.recorded import record_own_password, record_sign_in, record_sign_out
from accounts.signin.backend import find_account
from accounts.signin.backoff import Held, succeeded, take_try
from accounts.signin.kept import note_waiting
from accounts.signin.stale import note_end, take_over, tokens_of
from accounts.signin.visitors import client_address, remember_device, sign_in_counters
from accounts.signin.wording import refuse_for_now
from common.encryption import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; tries are counted in the database."""

    def is_open_for_signup(self, request):
        """Never: the sign-up page answers that it is closed, to everybody alike."""
        return False

    def get_client_ip(self, request):
        """The one truth about the visitor's address; spoofed headers change nothing."""
        return client_address(request)

    def authenticate(self, request, **credentials):
        """The account behind name and password, or None. Raises ValidationError while tries are held back."""
        typed = credentials.get("username") or credentials.get("email") or ""
        counters = sign_in_counters(request, typed, find_account(typed))
        try:
            take_try(*counters)
        except Held as held:
            raise refuse_for_now(request, held) from held
        user = authenticate(request, **credentials)
        if user is not None:
            succeeded(*counters)
        return user

    def login(self, request, user):
        """All steps are done: the session begins, the browser is known from now on."""
        super().login(request, user)
        begin_session(request)
        take_over(request, user)
        remember_device(request, user)
        note_waiting(request, user)
        record_sign_in(actor=user)

    def logout(self, request):
        """The list of sessions forgets this one at once."""
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        user, tokens = request.user, tokens_of(request)
        super().logout(request)
        note_end(request, user, tokens)
        if user.is_authenticated:
            record_sign_out(actor=user)

    def set_password(self, user, password):
        """A new password ends every other session, here and now: whoever knew the old one is out."""
        own = context.request.session.session_key
        with transaction.atomic():
            super().set_password(user, password)
            end_sessions(user, but=own)
            # This session gets a new key with the password, and allauth lists it anew under that one.
            UserSession.objects.filter(user=user, session_key=own).delete()
            record_own_password(actor=user, signed_in=context.request.user == user)

    def is_reauthentication_required(self, **kwargs):
        """Not within minutes of signing in: that was the same question."""
        signed_in_at = context.request.session.get(SIGNED_IN_AT, 0)
        if time.time() - signed_in_at < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(**kwargs)


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Signing out elsewhere, by the service that puts it on the record."""

    def end_sessions(self, sessions):
        """Those of one account: allauth's page hands over the reader's own."""
        if sessions:
            end_other_sessions(actor=sessions[0].user, sessions=sessions)


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are encrypted by the keyring's own ring; allauth stores them in clear."""

    def encrypt(self, text):
        """The token that is stored."""
        return encrypt(text, purpose="accounts")

    def decrypt(self, encrypted_text):
        """The secret behind the token."""
        return decrypt(encrypted_text, purpose="accounts")
