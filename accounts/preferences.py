"""How pages look to the one who is signed in: the digits that he chose, and his language from the sign-in on."""

from django.conf import settings

from common.arabic import digits_chosen


class PreferencesMiddleware:
    """Applies `User.digits` to each page, and `User.language` once, with the answer that signs in.

    From then on the language switch of the page counts. The demo's sign-ins are shared by everybody who tries them,
    so the language that was chosen on the page stays.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        came_in = not request.user.is_authenticated
        with digits_chosen("" if came_in else request.user.digits):
            response = self.get_response(request)
        user = request.user
        if came_in and user.is_authenticated and user.language and not user.is_demo:
            set_language_cookie(response, user.language)
        return response


def set_language_cookie(response, language: str) -> None:
    """The cookie that Django's language switch sets, with the same attributes."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
