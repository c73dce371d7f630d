"""allauth's forms with our way of counting: each try is counted before it is looked at."""

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ChangePasswordForm, ResetPasswordForm, UserTokenForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.exceptions import ValidationError

from accounts.services.opened import can_choose_password
from accounts.services.recorded import record_refused_code
from accounts.signin.backoff import Counter, Held, counted, take_try
from accounts.signin.codes import use_up
from accounts.signin.held import held_page
from accounts.signin.keys import fold_login, keyed
from accounts.signin.tasks import send_reset_mail
from accounts.signin.visitors import address_counter, second_factor_counters
from accounts.signin.wording import refuse_for_now
from common.encryption import Undecipherable, decrypt, encrypt

#: Mails that one address may be sent without a wait.
FREE_MAILS = 2


class CodeOnce:
    """Codes of the app and recovery codes: counted for the account, and good for one opening."""

    #: whether a wrong code goes on the record: whoever comes so far knows the password
    is_recorded = True

    def clean_code(self):
        """The code, used up. What it says when held tells nothing new: the password was right already."""
        try:
            with counted(*second_factor_counters(context.request, self.user)):
                code = super().clean_code()
                if not use_up(self.user, code):
                    raise get_adapter().validation_error("incorrect_code")
        except Held as held:
            raise refuse_for_now(context.request, held) from held
        except ValidationError:
            if self.is_recorded:
                record_refused_code(actor=None, user=self.user)
            raise
        return code


class SignInCodeForm(CodeOnce, AuthenticateForm):
    """The second step of signing in."""


class AskAgainCodeForm(CodeOnce, ReauthenticateForm):
    """Asked for again before something that matters."""


class ActivateAppForm(CodeOnce, ActivateTOTPForm):
    """Setting up an app. Until then its secret lies in the session, whose row is no secret's place: as ciphertext.

    Its first code is used up too: it could open the door once more otherwise.
    """

    is_recorded = False

    def __init__(self, *args, **kwargs):
        session = context.request.session
        session[SECRET_SESSION_KEY] = _decrypted(session.get(SECRET_SESSION_KEY))
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = encrypt(self.secret, purpose="accounts")


class ChangeOwnPasswordForm(ChangePasswordForm):
    """Whoever finds an open session does not guess the password either."""

    def clean_oldpassword(self):
        """The password in force."""
        try:
            with counted(Counter(keyed("old password", self.user.pk))):
                return super().clean_oldpassword()
        except Held as held:
            raise refuse_for_now(context.request, held) from held


class AskForResetForm(ResetPasswordForm):
    """Asking for a link by mail. Nobody is looked up on the request: the answer and its time are one for all."""

    def clean_email(self):
        """The address as typed; each asking counts for the place that it comes from."""
        self.users = []
        try:
            take_try(address_counter(context.request, "reset"))
        except Held as held:
            raise refuse_for_now(context.request, held) from held
        return self.cleaned_data["email"]

    def save(self, request, **kwargs):
        """Leave it to the worker. More than a few for one address are dropped without a word: its box is no target."""
        email = self.cleaned_data["email"]
        try:
            take_try(Counter(keyed("mail", fold_login(email)), free=FREE_MAILS))
        except Held:
            return email
        send_reset_mail.enqueue(encrypt(email, purpose="accounts"))
        return email


class ResetKeyForm(UserTokenForm):
    """The key of a reset link; guesses are counted for the place that they come from."""

    def clean(self):
        """The key, if it is good."""
        try:
            with counted(address_counter(context.request, "reset key")):
                cleaned = super().clean()
                # A second factor that is gone meanwhile would make the mailbox the only key.
                if not can_choose_password(self.reset_user):
                    raise get_account_adapter().validation_error("invalid_password_reset")
        except Held as held:
            raise ImmediateHttpResponse(held_page(context.request, held)) from held
        return cleaned


def _decrypted(token):
    """The secret, or "" where there is none or its key is gone: then allauth makes a new one."""
    try:
        return decrypt(token, purpose="accounts") if token else ""
    except Undecipherable:
        return ""
