"""Reading, checking and showing dates; the working calendar."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import dates
from common.dates import DateNotUnderstood, format_date, parse_date

DAY = datetime.date(2022, 7, 20)  # a Wednesday; 21 Dhu al-Hijjah 1443
DAYS = st.dates(datetime.date(1924, 8, 1), datetime.date(2077, 11, 16))

FORMS = """٢٠ يوليو ٢٠٢٢|٢٠ يوليو ٢٠٢٢م|20 يوليو 2022 م|۲۰ يوليو ۲۰۲۲|20 يوليو، 2022|٢٠ يوليه ٢٠٢٢|٢٠ تموز ٢٠٢٢
٢٠ تموز/يوليو ٢٠٢٢|٢٠ يوليو (تموز) ٢٠٢٢|20 يوليو/تموز 2022|٢٠ من يوليو ٢٠٢٢|٢٠ من شهر يوليو عام ٢٠٢٢م|٢٠ يـوليو ٢٠٢٢
20/7/2022|20/07/2022|٢٠/٧/٢٠٢٢|٢٠/٧/٢٠٢٢م|20-7-2022|20.7.2022|20 / 7 / 2022|20 7 2022|20\\7\\2022|20–7–2022
2022-07-20|2022/7/20|٢٠٢٢/٧/٢٠م|2022-7-20|20/يوليو/2022|20-Jul-2022|20 July 2022|20th July 2022|20th of July, 2022
July 20, 2022|Jul 20 2022|JULY 20th, 2022|2022 July 20|20 Jul 2022 AD|بتاريخ 20/7/2022|التاريخ: ٢٠/٧/٢٠٢٢م|\u200f٢٠\u200f/٧/٢٠٢٢
٢١ ذو الحجة ١٤٤٣هـ|٢١ ذي الحجة ١٤٤٣|٢١ ذوالحجه ١٤٤٣ هجرية|٢١/١٢/١٤٤٣هـ|21/12/1443|1443/12/21هـ|21 Dhu al-Hijjah 1443 AH
٢١ من ذي الحجة لسنة ١٤٤٣ هـ|21 Dhul-Hijjah 1443""".replace("\n", "|").split("|")

WITH_WEEKDAY = [
    ("الاثنين الموافق ٢٠ يوليو ٢٠٢٢", DAY, 0, False),
    ("صباح اليوم الاثنين الموافق ٢٠ يوليو ٢٠٢٢م", DAY, 0, False),
    ("الأربعاء ٢٠ يوليو ٢٠٢٢م", DAY, 2, True),
    ("يوم الاربعاء 20/7/2022", DAY, 2, True),
    ("Mon 20 July 2022", DAY, 0, False),
    ("Wednesday, July 20, 2022", DAY, 2, True),
    ("مساء امس الأربعاء الموافق 5 مايو 2021م", datetime.date(2021, 5, 5), 2, True),
    ("بعد ظهر يوم السبت الموافق 28/5/2022", datetime.date(2022, 5, 28), 5, True),
    ("الأربعاء ٢١/١٢/١٤٤٣هـ", DAY, 2, True),
]

NOT_UNDERSTOOD = [
    ("", "empty"),
    (" \n", "empty"),
    (None, "empty"),
    ("قريبًا", "unknown"),
    ("صباح اليوم الاثنين", "unknown"),
    ("20220720", "unknown"),
    ("6–8 November 2021", "unknown"),
    ("20 July 2022 10:30", "unknown"),
    ("٢٠ برمودة ٢٠٢٢", "unknown"),
    ("x" * 500, "unknown"),
    ("20/7/22", "ambiguous"),
    ("٢٠ يوليو ٢٢", "ambiguous"),
    ("٢٠ يوليو", "ambiguous"),
    ("يوليو ٢٠٢٢", "ambiguous"),
    ("٢٠ تموز/يونيو ٢٠٢٢", "ambiguous"),
    ("20/7/2022 أو 20/6/2022".replace(" أو", ""), "ambiguous"),
    ("الاثنين الأربعاء 20/7/2022", "ambiguous"),
    ("31/2/2022", "impossible"),
    ("7/20/2022", "impossible"),
    ("2022-20-07", "impossible"),
    ("0/7/2022", "impossible"),
    ("٢٠ يوليو ٠٠٠٠", "impossible"),
    ("20/7/2022هـ", "impossible"),
    ("٢٠ يوليو ١٤٤٣", "impossible"),
    ("٢١ ذو الحجة ٢٠٢٢", "impossible"),
    ("٣٠/٩/١٤٤٢هـ الموافق ٣٠/٢/٢٠٢١م", "impossible"),
    ("21/12/1320", "impossible"),
    ("21/13/1443هـ", "impossible"),
]


@pytest.mark.parametrize("text", FORMS)
def test_forms_of_one_day(text):
    parsed = parse_date(text)
    assert (parsed.date, parsed.weekday_written, parsed.weekday_fits) == (DAY, None, None)
    assert parsed.as_written == text


@pytest.mark.parametrize(("text", "date", "weekday", "fits"), WITH_WEEKDAY)
def test_weekday_is_read_and_checked(text, date, weekday, fits):
    parsed = parse_date(text)
    assert (parsed.date, parsed.weekday_written, parsed.weekday_fits) == (date, weekday, fits)


@pytest.mark.parametrize(("text", "code"), NOT_UNDERSTOOD)
def test_not_understood(text, code):
    with pytest.raises(DateNotUnderstood) as caught:
        parse_date(text)
    assert caught.value.code == code


@pytest.mark.parametrize("calendar_month", range(1, 13))
@pytest.mark.parametrize(
    ("language", "calendar"), [("ar", "gregorian"), ("en", "gregorian"), ("ar", "hijri"), ("en", "hijri")]
)
def test_every_month_name_is_understood(language, calendar, calendar_month):
    name = dates.month_name(calendar_month, language, calendar=calendar)
    parsed = parse_date(f"7 {name} {2022 if calendar == 'gregorian' else 1443}")
    expected = datetime.date(2022, calendar_month, 7)
    assert parsed.date == (expected if calendar == "gregorian" else dates.from_hijri(1443, calendar_month, 7))


def test_syriac_months():
    names = [
        "كانون الثاني",
        "شباط",
        "آذار",
        "نيسان",
        "أيار",
        "حزيران",
        "تموز",
        "آب",
        "أيلول",
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ]
    assert [parse_date(f"٣ {name} ٢٠٢١").date.month for name in names] == list(range(1, 13))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("٢١ ذو الحجة ١٤٤٣هـ الموافق ٢٠ يوليو ٢٠٢٢م", True),
        ("٢٠/١٢/١٤٤٣هـ الموافق ٢٠/٧/٢٠٢٢م", True),  # a day apart: sightings differ
        ("20 July 2022 (21 Dhu al-Hijjah 1443 AH)", True),
        ("٢١/١١/١٤٤٣هـ الموافق ٢٠/٧/٢٠٢٢م", False),
    ],
)
def test_both_calendars_gregorian_wins(text, fits):
    parsed = parse_date(text)
    assert (parsed.date, parsed.hijri_fits) == (DAY, fits)
    assert parsed.hijri_written[0] == 1443


def test_relative_words_need_a_today():
    assert parse_date("أمس", today=DAY).date == datetime.date(2022, 7, 19)
    assert parse_date("today", today=DAY).date == DAY
    with pytest.raises(DateNotUnderstood):
        parse_date("اليوم")


@given(st.text() | st.text(alphabet="٠١٢٣20/7-. يوليوهـم,"))
def test_parsing_raises_nothing_else(text):
    try:
        outcome = type(parse_date(text).date)
    except DateNotUnderstood as error:
        outcome = error.code
    assert outcome in {datetime.date, "empty", "unknown", "ambiguous", "impossible"}


@given(
    DAYS,
    st.sampled_from(["ar", "en"]),
    st.sampled_from(["prose", "table", "weekday", "both", "hijri", "iso"]),
)
def test_format_and_parse_round_trip(date, language, style):
    for digits in (None, "arab", "latn"):
        parsed = parse_date(format_date(date, language, style, digits=digits))
        assert parsed.date == date
        assert parsed.weekday_fits is (True if style == "weekday" else None)
        assert parsed.hijri_fits is (True if style == "both" else None)


@pytest.mark.parametrize(
    ("style", "arabic", "english"),
    [
        ("prose", "٢٠ يوليو ٢٠٢٢م", "20 July 2022"),
        ("table", "٢٠/٧/٢٠٢٢م", "20 Jul 2022"),
        ("weekday", "الأربعاء ٢٠ يوليو ٢٠٢٢م", "Wednesday 20 July 2022"),
        ("both", "٢١/١٢/١٤٤٣هـ الموافق ٢٠/٧/٢٠٢٢م", "20 July 2022 (21 Dhu al-Hijjah 1443 AH)"),
        ("hijri", "٢١ ذو الحجة ١٤٤٣هـ", "21 Dhu al-Hijjah 1443 AH"),
        ("month", "يوليو ٢٠٢٢", "July 2022"),
        ("iso", "2022-07-20", "2022-07-20"),
    ],
)
def test_formats(style, arabic, english):
    assert format_date(DAY, "ar", style) == arabic
    assert format_date(DAY, "en-gb", style) == english


def test_digits_can_be_chosen():
    assert format_date(DAY, "ar", "table", digits="latn") == "20/7/2022م"
    assert format_date(DAY, "en", digits="arab") == "٢٠ July ٢٠٢٢"
    with pytest.raises(ValueError, match="digits"):
        format_date(DAY, "ar", digits="thai")
    with pytest.raises(ValueError, match="style"):
        format_date(DAY, "ar", "long")


def test_periods():
    start, end = datetime.date(2021, 3, 1), datetime.date(2022, 5, 31)
    assert dates.format_period(start, end, "ar") == "مارس ٢٠٢١ – مايو ٢٠٢٢"
    assert dates.format_period(start, end, "en") == "March 2021 – May 2022"
    assert dates.format_period(start, start, "ar") == "مارس ٢٠٢١"
    assert dates.format_period(start, None, "ar") == "منذ مارس ٢٠٢١"
    assert dates.format_period(None, end, "en", style="prose") == "until 31 May 2022"
    with pytest.raises(ValueError, match="before it starts"):
        dates.format_period(end, start, "ar")


def test_hijri_has_a_range():
    assert dates.to_hijri(DAY) == (1443, 12, 21)
    assert dates.to_hijri(datetime.date(1924, 8, 1)) == (1343, 1, 1)
    for day in (datetime.date(1924, 7, 31), datetime.date(2077, 11, 17)):
        with pytest.raises(dates.HijriOutOfRange):
            dates.to_hijri(day)


@given(DAYS)
def test_hijri_round_trip(date):
    assert dates.from_hijri(*dates.to_hijri(date)) == date


def test_nearest_of_the_closing_meeting():
    """«الاثنين ٢٠ يوليو ٢٠٢٢» was a Wednesday; the meeting coincided with 26 June."""
    found = dates.nearest_fitting(
        DAY, 0, programme_end=datetime.date(2022, 5, 31), occasion=datetime.date(2022, 6, 26)
    )
    assert [(c.date.isoformat(), c.reason_code) for c in found] == [
        ("2022-07-20", "as_written"),
        ("2022-07-18", "nearest_before"),
        ("2022-07-25", "nearest_after"),
        ("2022-06-27", "near_occasion"),
        ("2022-06-20", "month_slip"),
    ]


def test_nearest_prefers_days_within_the_programme():
    found = dates.nearest_fitting(DAY, 0, programme_end=datetime.date(2022, 6, 30))
    assert [c.date.isoformat() for c in found] == ["2022-07-20", "2022-06-20", "2022-07-18", "2022-07-25"]


def test_nearest_of_a_date_that_fits_is_itself():
    assert dates.nearest_fitting(DAY, 2) == [dates.Candidate(DAY, "as_written")]


@given(st.dates(), st.integers(0, 6), st.none() | st.dates())
def test_nearest_always_fits(date, weekday, occasion):
    first, *others = dates.nearest_fitting(date, weekday, occasion=occasion)
    assert (first.date, first.reason_code) == (date, "as_written")
    assert len(others) <= 4
    assert all(c.date.weekday() == weekday for c in others)
    assert len({c.date for c in others}) == len(others)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2022-07-20", 1, "2022-07-21"),  # Wednesday to Thursday
        ("2022-07-21", 1, "2022-07-24"),  # Thursday to Sunday
        ("2022-07-22", 1, "2022-07-24"),  # from a Friday
        ("2022-07-20", 5, "2022-07-27"),
        ("2022-07-20", 10, "2022-08-04"),  # over the holiday
        ("2022-07-20", 0, "2022-07-20"),
        ("2022-07-24", -1, "2022-07-21"),
    ],
)
def test_working_days(start, days, end):
    holidays = [datetime.date(2022, 7, 31), datetime.date(2022, 7, 29)]  # a Sunday; a Friday counts once
    start, end = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    assert dates.add_working_days(start, days, holidays=holidays) == end
    assert dates.working_days_between(start, end, holidays=holidays) == days


@given(DAYS, st.integers(0, 200), st.sets(st.integers(0, 6), max_size=6), st.sets(st.integers(0, 60)))
def test_working_days_agree_both_ways(start, days, weekend, offsets):
    holidays = [start + datetime.timedelta(days=n) for n in offsets]
    end = dates.add_working_days(start, days, weekend=weekend, holidays=holidays)
    assert dates.working_days_between(start, end, weekend=weekend, holidays=holidays) == days
    assert dates.working_days_between(end, start, weekend=weekend, holidays=holidays) == -days


def test_a_week_without_work_is_refused():
    with pytest.raises(ValueError, match="weekend"):
        dates.add_working_days(DAY, 1, weekend=range(7))
