"""Name and password: whoever is asked for, one look-up and one hash."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Q

from accounts.models import User
from accounts.signin.keys import fold_login

#: No account has a longer name or address, and SQLite refuses to compare with one of 50,000 characters.
LONGEST = User._meta.get_field("email").max_length


def find_account(typed: str) -> User | None:
    """The account of a user name, else of an e-mail address; the case of letters does not matter."""
    typed = typed.strip()
    if not typed or len(typed) > LONGEST:
        return None
    found = User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)).order_by("pk")[:3]
    by_name = [user for user in found if fold_login(user.username) == fold_login(typed)]
    by_email = [user for user in found if fold_login(user.email) == fold_login(typed)]
    return next((users[0] for users in (by_name, by_email) if len(users) == 1), None)


class AccountBackend(AuthenticationBackend):
    """Takes as long for an unknown account as for one that exists, is switched off or was never opened.

    allauth's own hashes twice where a mail address belongs to an account and once where it does not, and leads
    the owner of a switched-off account elsewhere.
    """

    def authenticate(self, request, **credentials):
        """The account, or None."""
        password = credentials.get("password")
        typed = credentials.get("username") or credentials.get("email")
        if not password or not typed:
            return None
        user = find_account(typed)
        if user is None:
            User().set_password(password)
            return None
        # Hashes too where the account has no password yet.
        right = user.check_password(password)
        allowed = self.user_can_authenticate(user) and (settings.DEMO or not user.is_demo)
        return user if right and allowed else None
