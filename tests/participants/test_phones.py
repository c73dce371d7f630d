"""How numbers are stored."""

import pytest

from participants.services.phones import normal_phone


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("777123456", "+967777123456"),
        ("0777 123 456", "+967777123456"),
        ("٠٧٧٧-١٢٣-٤٥٦", "+967777123456"),
        ("۷۳۳۱۲۳۴۵۶", "+967733123456"),
        ("00967 777 123 456", "+967777123456"),
        ("+967 (777) 123-456", "+967777123456"),
        ("\u202a+967777123456\u202c", "+967777123456"),
        ("02/234567", "+9672234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
    ],
)
def test_a_number_that_says_what_it_is_becomes_one_form(typed, stored):
    assert normal_phone(typed) == stored
    assert normal_phone(stored) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("777123456 / 733123456", "777123456 / 733123456"),
        ("٧٧٧١٢٣٤٥٦ عند الجار", "777123456 عند الجار"),
        ("12345", "12345"),
        ("+0123456789", "+0123456789"),
        ("2079460958", "2079460958"),
        ("", ""),
    ],
)
def test_what_is_no_single_number_stays_as_typed_in_latin_digits(typed, stored):
    assert normal_phone(typed) == stored
