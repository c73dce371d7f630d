"""Fields that are written without templates are, character for character, those of Django's templates."""

import datetime

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override
from hypothesis import given
from hypothesis import strategies as st

from common.form_renderer import WRITERS, FieldRenderer

QUICK, TEMPLATES = FieldRenderer(), DjangoTemplates()
TEXTS = st.text(alphabet="أب ج<>&\"'12 =\n", max_size=8)
VALUES = TEXTS | st.integers(-2000, 2000) | st.none() | st.booleans() | TEXTS.map(mark_safe)
ATTRIBUTES = st.dictionaries(TEXTS.filter(bool), VALUES | st.floats(0, 9, width=16), max_size=4)
PAIRS = st.lists(st.tuples(VALUES, VALUES), max_size=4)
CHOICES = PAIRS | st.lists(st.tuples(TEXTS, PAIRS), max_size=3)


def both(widget, name, value, attributes=None):
    return [widget.render(name, value, attributes, renderer) for renderer in (QUICK, TEMPLATES)]


@given(CHOICES, VALUES, TEXTS, ATTRIBUTES)
def test_choices(choices, value, name, attributes):
    for kind in (forms.Select, forms.SelectMultiple, forms.NullBooleanSelect):
        widget = kind() if kind is forms.NullBooleanSelect else kind(choices=choices)
        quick, templates = both(widget, name, [value] if kind is forms.SelectMultiple else value, attributes)
        assert quick == templates


@given(VALUES, TEXTS, ATTRIBUTES)
def test_single_lines(value, name, attributes):
    for kind in (
        forms.TextInput,
        forms.NumberInput,
        forms.HiddenInput,
        forms.EmailInput,
        forms.PasswordInput,
    ):
        quick, templates = both(kind(), name, value, attributes)
        assert quick == templates


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_said_in_a_language(language):
    day = datetime.date(2026, 3, 14)
    with override(language):
        for widget, value in (
            (forms.DateInput(attrs={"min": day, "step": 1234.5}), day),
            (forms.Select(choices=[(1234, 1234), (day, day), ("x", gettext_lazy("accepted"))]), 1234),
            (forms.TimeInput(), datetime.time(9, 30)),
        ):
            quick, templates = both(widget, "field", value, {"data-total": 1234567})
            assert quick == templates


def test_a_widget_with_options_of_its_own_is_left_to_its_templates():
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/radio_option.html"

    quick, templates = both(Own(choices=[("a", "أ")]), "field", "a")
    assert quick == templates
    assert "radio" not in quick or "<input" in quick


def test_it_is_in_use_and_django_still_has_these_templates(settings):
    assert settings.FORM_RENDERER == "common.form_renderer.FieldRenderer"
    for name in WRITERS:
        assert TEMPLATES.get_template(name)
    assert forms.CharField().get_bound_field(forms.Form(), "name").form.renderer.__class__ is FieldRenderer
