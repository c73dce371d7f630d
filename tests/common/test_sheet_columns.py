"""Columns of a sheet find their fields: spellings, both languages, tags; what is unclear is reported."""

import pytest

from common.sheets import Field, match_columns

pytestmark = pytest.mark.once
NAME = Field("name", "الاسم", "Name", ("الإسم الكامل", "full name"), ("#contact+name",), required=True)
POST = Field("post", "الصفة", "Post", ("المنصب",), ("#role",))
ORG = Field("organisation", "الجهة", "Organisation", (), ("#org", "#org+name"))
CODE = Field("code", "رمز الجهة", "Organisation code", (), ("#org+code",))
FIELDS = [NAME, POST, ORG, CODE]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("الاسم", "name"),
        ("الأسم:", "name"),
        ("  الإســم  الكَامل *", "name"),
        ("FULL  NAME", "name"),
        ("full_name", "name"),
        ("الصفه", "post"),
        ("الصفة / المنصب", "post"),
        ("الصفة (اختياري)", "post"),
        ("المنصب\nPost", "post"),
        ("organisation", "organisation"),
        ("رمز الجهة", "code"),
        ("الاسم / الجهة", None),
        ("العمر", None),
        ("", None),
    ],
)
def test_headers_in_any_spelling(header, key):
    found = match_columns([header], [], FIELDS)
    assert (list(found.columns), list(found.unknown.values())) == ([key], []) if key else ([], [header])


@pytest.mark.parametrize(
    ("tag", "key"),
    [
        ("#org", "organisation"),
        ("#org+name+ar", "organisation"),
        ("#org+ar+code", "code"),
        ("#role+x", "post"),
        ("#contact", None),
        ("#adm1", None),
    ],
)
def test_tags_take_what_has_their_attributes(tag, key):
    assert list(match_columns([""], [tag], FIELDS).columns) == ([key] if key else [])


def test_a_tag_outweighs_a_header_and_what_is_unclear_is_reported():
    found = match_columns(["الجهة", "اسم آخر", "الاسم", "", "الصفه"], ["#org+code", "#contact+name"], FIELDS)
    assert found.columns == {"code": 0, "name": 1, "post": 4}
    assert found.doubled == {"name": [1, 2]}
    assert found.unknown == {3: ""}
    assert found.missing == []
    assert match_columns(["x"], [], FIELDS).missing == ["name"]
    assert found.value(["a", "b"], "name") == "b"
    assert found.value(["a", "b"], "post") == found.value(["a"], "organisation") == ""


def test_two_fields_with_one_name_are_a_mistake():
    with pytest.raises(ValueError, match="share the name"):
        match_columns([], [], [POST, Field("other", "صفة أخرى", "Other", ("الصفه",))])
