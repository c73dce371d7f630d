"""Long reports carry no elements and digits that say nothing, and nothing else is lost by it."""

import io
import re

import pikepdf
import pydyf
import pytest
from pikepdf import Array, Dictionary, Name

from common.pdf import PdfFailed, finish, slim, tags

from . import documents

WORDS = "قال المشاركون إن الدوريات تأخرت عن الحي ثلاث ليال، ثم <b>عادت</b> في الأسبوع التالي."
TABLE = (
    '<table class="list"><thead><tr><th scope="col">الرقم</th><th scope="col">القول</th></tr></thead><tbody>'
    + f"<tr><th scope='row'><p>واحد</p></th><td><p>{WORDS}</p><p>سطر ثان</p></td></tr>" * 12
    + "</tbody></table>"
)


@pytest.fixture(scope="module")
def made() -> pikepdf.Pdf:
    """A page of prose and one with a table."""
    return pikepdf.open(io.BytesIO(documents.make(documents.minutes([WORDS] * 7) + TABLE)))


def elements(pdf):
    """Every element of the tree of tags with its kids."""
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        kids = list(one.K) if isinstance(one.K, Array) else [one.K]
        if Name.S in one:
            yield one, kids
        waiting += [kid for kid in kids if isinstance(kid, Dictionary) and Name.S in kid]


def test_no_element_holds_a_text_alone(made):
    kinds = [str(element.S) for element, _ in elements(made)]
    assert kinds.count("/P") > 6
    assert "/Span" not in kinds


def test_a_single_paragraph_is_the_cell_itself_and_two_stay_two(made):
    heads = [kids for element, kids in elements(made) if element.S == Name.TH]
    cells = [kids for element, kids in elements(made) if element.S == Name.TD]
    assert all(isinstance(kid, int) for kids in heads for kid in kids)
    assert (
        sum(
            [str(kid.get(Name.S)) for kid in kids if not isinstance(kid, int)] == ["/P", "/P"]
            for kids in cells
        )
        >= 12
    )


def test_every_text_on_a_page_has_an_owner_that_names_it(made):
    """Both ways: from the drawing to the element and back; a reader aloud walks the one, a reader by eye the other."""
    numbers = made.Root.StructTreeRoot.ParentTree.Nums
    tables = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    seen = 0
    for page in made.pages:
        drawn = {int(number) for number in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())}
        owners = tables[int(page.obj.StructParents)]
        for mark in drawn:
            owner = owners[mark]
            assert mark in [kid for kid in owner.K if isinstance(kid, int)]
            assert owner.Pg.objgen == page.obj.objgen
        seen += len(drawn)
    assert seen > 60


def test_all_lines_of_a_paragraph_are_one_text(made):
    assert all(len(kids) <= 2 for element, kids in elements(made) if element.S == Name.P)
    drawn = b"".join(page.Contents.read_bytes() for page in made.pages)
    assert drawn.count(b" Tm\n") > drawn.count(b"/MCID") + 7


def test_head_and_foot_of_a_page_are_not_read_aloud():
    html = documents.minutes([WORDS] * 7)
    with pikepdf.open(io.BytesIO(documents.make(html))) as pdf:
        for page in pdf.pages:
            unread = re.findall(rb"(?s)/Artifact\nBMC\n(.*?)EMC\n", page.Contents.read_bytes())
            assert any(b"TJ" in drawn for drawn in unread), "the number of the page at least"
        owners = [
            one for one in pdf.objects if isinstance(one, Dictionary) and one.get(Name.S) == Name.NonStruct
        ]
        assert owners == []


@pytest.mark.parametrize(
    ("neighbours", "marks"),
    [({1: 2, 2: 3}, [b"1"]), ({1: 2}, [b"1", b"3"]), ({2: 3}, [b"1", b"2"]), ({}, [b"1", b"2", b"3"])],
)
def test_lines_are_joined_with_those_of_their_own_element_alone(neighbours, marks):
    text = b"/Span\n<</MCID %d>>\nBDC\nBT\n[<0%d>] TJ\nET\nEMC\n"
    drawn, joined = tags.joined_lines(
        b"q\n" + b"".join(text % (n, n) for n in (1, 2, 3)) + b"Q\n", neighbours
    )
    assert re.findall(rb"/MCID (\d)", drawn) == marks
    assert re.findall(rb"<0(\d)>", drawn) == [b"1", b"2", b"3"]
    assert drawn.count(b"EMC") == drawn.count(b"BDC") == len(marks)
    assert joined == {1, 2, 3} - {int(mark) for mark in marks}


def test_what_stands_between_two_lines_parts_them():
    text = b"/Span\n<</MCID %d>>\nBDC\nET\nEMC\n"
    rule = b"/Artifact\nBMC\nS\nEMC\n"
    for drawn in (text % 1 + rule + text % 2, text % 1 + b"Q\nq\n" + text % 2):
        assert tags.joined_lines(drawn, {1: 2}) == (drawn, set())


@pytest.mark.parametrize(("more", "marks"), [({}, [3]), ({"Lang": "(en)"}, None), ({"Pg": b"5 0 R"}, None)])
def test_an_element_that_says_more_stays(more, marks):
    """A language, another wording or another page is the reason for an element."""
    file = pydyf.PDF()
    bare = {"Type": "/StructElem", "S": "/Span", "P": b"2 0 R", "Pg": b"4 0 R", "K": pydyf.Array([3])}
    kid = pydyf.Dictionary(bare | more)
    file.add_object(kid)
    parent = pydyf.Dictionary({"S": "/P", "Pg": b"4 0 R"})
    assert tags._texts_of(file, kid.reference, parent, tags.EMPTY_WORDS) == marks


def test_a_header_that_says_nothing_yet_is_given_its_scope():
    """Other versions of WeasyPrint leave it without attributes."""
    file = pydyf.PDF()
    root = pydyf.Dictionary({"ParentTree": b"4 0 R", "K": pydyf.Array([b"5 0 R"])})
    header = {"Type": "/StructElem", "S": "/TH", "P": b"3 0 R", "K": pydyf.Array([])}
    for one in (root, pydyf.Dictionary({"Nums": pydyf.Array([])}), pydyf.Dictionary(header)):
        file.add_object(one)
    file.catalog["StructTreeRoot"] = root.reference
    finish.mend(file, None)
    assert file.objects[5]["A"] == {"O": "/Table", "Scope": "/Row"}


def test_a_link_in_the_head_of_a_page_keeps_its_element():
    """Its annotation leads there, though nobody reads the head aloud."""
    html = documents.minutes([WORDS] * 7).replace(
        "<body>",
        "<body><style>@page { @top-center { content: element(head) } } .head { position: running(head) }</style>"
        "<p class='head'><a href='https://example.org/'>موقع</a></p>",
        1,
    )
    with pikepdf.open(io.BytesIO(documents.make(html))) as pdf:
        links = [one for page in pdf.pages for one in page.obj.get(Name.Annots, [])]
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        assert len(links) >= len(pdf.pages)
        assert {str(owners[int(link.StructParent)].S) for link in links} == {"/Link"}


def test_a_file_without_structure_is_refused():
    with pytest.raises(PdfFailed, match="structure"):
        slim.slim(pydyf.PDF())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"1 0 0 -1 691.038670 111.611438 Tm\n", b"1 0 0 -1 691 111.6 Tm\n"),
        (b"0.894118 0.866667 0.815686 RG\n", b"0.894 0.867 0.816 RG\n"),
        (b"75.590551 124.314961 m\n204.094488 124.314961 l\n", b"75.6 124.3 m\n204.1 124.3 l\n"),
        (b"0.933333 w\n[2.791136 2.5] 0 d\n", b"0.93 w\n[2.79 2.5] 0 d\n"),
        # a matrix multiplies: its small numbers count
        (b"0.001234 0 0 0.001234 0 0 cm\n", b"0.001234 0 0 0.001234 0 0 cm\n"),
        (b"[<01e3>0<016a>0<00d4>0] TJ\n", b"[<01e3016a00d4>] TJ\n"),
        # a sign over its letter is shifted, by a whole number of thousandths
        (b"[-111.583333<057c>] TJ\n[<>111<024001c1>] TJ\n", b"[-111<057c>] TJ\n[<>111<024001c1>] TJ\n"),
        (b"1 2 3 4 re\nW\nn\n1 2 3 4 re\nf\n", b"1 2 3 4 re\nf\n"),
        (b"1 2 3 4 re\nW\nn\n1 2 3 5 re\nf\n", b"1 2 3 4 re\nW\nn\n1 2 3 5 re\nf\n"),
    ],
)
def test_drawings_keep_what_one_sees(before, after):
    assert slim._shorter(before) == after


def rule(begins, ends, colour=b"0.1 0.2 0.3", height=b"124.31"):
    """A piece of a rule as WeasyPrint draws it."""
    line = b"%s %s m\n%s %s l\n" % (begins, height, ends, height)
    return b"/Artifact\nBMC\nq\nq\n/A1.0 gs\n%s RG\n1.6 w\n%sS\nQ\nQ\nEMC\n" % (colour, line)


def test_a_rule_in_pieces_becomes_one():
    drawn = slim._shorter(b"q\n" + rule(b"75", b"204") + rule(b"204", b"351") + rule(b"351", b"448") + b"Q\n")
    assert drawn.count(b"/Artifact") == 1
    assert b"75 124.3 m\n448 124.3 l\n" in drawn
    assert drawn.startswith(b"q\n")
    assert drawn.endswith(b"EMC\nQ\n")


@pytest.mark.parametrize(
    "second",
    [rule(b"205", b"351"), rule(b"204", b"351", colour=b"0 0 0"), rule(b"204", b"351", height=b"200")],
)
def test_rules_with_a_gap_or_of_another_kind_stay_apart(second):
    assert slim._shorter(rule(b"75", b"204") + second).count(b"/Artifact") == 2
