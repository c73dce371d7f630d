"""The outliner's pure modules, asked in the browser: differences of texts, the list and what of it is to be sent."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = "/static/js/minutes/words.js"
LINES = "/static/js/minutes/lines.js"


@pytest.fixture
def ask(live_server, page):
    """ask(module, body, *values): runs the body of a function with the module as `m` and the values as `v`."""
    page.goto(f"{live_server.url}/accounts/login/")

    def run(module, body, *values):
        script = f"async (v) => {{ const m = await import('{module}'); {body} }}"
        return page.evaluate(script, list(values))

    return run


def line(key, text="نص", **more):
    plain = {"kind": "issue", "themes": [], "said_by": "not_stated", "attribution": "", "language": "ar"}
    return {
        "id": key,
        "text": text,
        **plain,
        "translation": "",
        "removed": False,
        "version": 1,
        "asks": 0,
    } | more


def test_a_difference_is_told_in_words(ask):
    steps = ask(
        WORDS, "return m.difference(...v)", "توفير أجهزة حديثة للإدارة", "توفير سيارات حديثة للإدارة اليوم"
    )
    assert steps == [
        ["same", "توفير "],
        ["out", "أجهزة"],
        ["in", "سيارات"],
        ["same", " حديثة للإدارة"],
        ["in", " اليوم"],
    ]
    assert ask(WORDS, "return m.difference('', '')") == []


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "both"),
    [
        ("أ ب ج", "س أ ب ج", "أ ب ج ص", "س أ ب ج ص"),
        ("أ ب ج", "أ ب ج س", "أ ب ج ص", "أ ب ج ص س"),
        ("أ ب ج", "أ س ج", "أ ص ج", "أ ص س ج"),
        ("أ ب ج", "أ س ج", "أ س ج", "أ س ج"),
        ("أ ب ج", "أ ج", "أ ب ج", "أ ج"),
        ("", "س", "ص", "ص س"),
    ],
)
def test_both_joined_hold_what_either_wrote(ask, was, mine, theirs, both):
    assert ask(WORDS, "return m.joined(...v)", was, mine, theirs) == both


words = st.lists(st.sampled_from(["أ", "ب", "ج", "د", "ه"]), max_size=12).map(" ".join)


def test_differences_lead_from_one_text_to_the_other(ask):
    """Many pairs in one call, since each call to the browser takes longer than all of them."""
    pairs = []

    @settings(max_examples=150, database=None)
    @given(words, words, words)
    def collect(was, mine, theirs):
        pairs.append([was, mine, theirs])

    collect()
    wrong = ask(
        WORDS,
        """
        const part = (steps, kind) => steps.filter(([one]) => one === 'same' || one === kind).map(([, text]) => text).join('');
        return v[0].filter(([was, mine, theirs]) => {
          const steps = m.difference(was, mine), both = m.joined(was, mine, theirs).split(' ');
          const fresh = [mine, theirs].flatMap((text) => m.difference(was, text).filter(([one]) => one === 'in').flatMap(([, text]) => text.trim().split(' ')));
          return part(steps, 'out') !== was || part(steps, 'in') !== mine || m.joined(was, was, mine) !== mine
            || m.joined(was, mine, was) !== mine || fresh.some((word) => word && !both.includes(word));
        });
        """,
        pairs,
    )
    assert wrong == []


def test_only_the_moved_line_is_moved(ask):
    lines = [line(key) for key in "abcd"]
    ops = ask(LINES, "return m.acts(v[0], [v[0][3], v[0][0], v[0][1], v[0][2]])", lines)
    assert ops == [{"op": "move", "line": "d", "after": None}]


def test_split_and_merge_are_one_change_each(ask):
    sent = ask(
        LINES,
        """
        const list = new m.Lines(v[0]);
        list.act([{op: 'write', line: 'a', was: {text: 'نص طويل'}, now: {text: 'نص'}}, {op: 'add', line: 'n', now: {...m.NEW, kind: 'issue', text: 'طويل', said_by: 'not_stated', themes: []}, after: 'a'}]);
        const one = list.send(); list.answered({results: one.map(({key}) => ({key, status: 'saved'})), lines: m.apply(v[0], one.flatMap(({ops}) => ops))});
        list.undo();
        return [one, list.send()].map((changes) => changes.map(({ops}) => ops.map(({op, line}) => [op, line])));
        """,
        [line("a", "نص طويل"), line("b")],
    )
    assert sent == [[[["write", "a"], ["add", "n"]]], [[["remove", "n"], ["write", "a"]]]]


def test_what_others_wrote_comes_without_touching_mine(ask):
    shown, was = ask(
        LINES,
        """
        const list = new m.Lines(v[0]);
        list.act([{op: 'write', line: 'a', was: {text: 'نص'}, now: {text: 'نصي'}}]);
        list.arrived(v[1]);
        const [{ops: [op]}] = list.send();
        return [list.kept.map(({text}) => text), op.was.text];
        """,
        [line("a"), line("b")],
        [line("c", "جديد"), line("a", "نصهم"), line("b", "آخر")],
    )
    assert shown == ["جديد", "نصي", "آخر"]
    assert was == "نص", "the server hears what I had read, and tells of the collision"


def test_random_acts_arrive_as_they_stand(ask):
    """A server that does what it is told has the page's list in the end; undoing all of it leads back."""
    wrong = ask(
        LINES,
        """
        let seed = v[1]; const any = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return Math.floor(seed / 65536) % n; };
        const wrong = [];
        for (let round = 0; round < 60; round += 1) {
          let server = structuredClone(v[0]), made = 0;
          const list = new m.Lines(structuredClone(server)), acts = 3 + any(12);
          const texts = (lines) => lines.filter((one) => !one.removed).map(({id, text}) => id + text).join('|');
          const send = () => { for (let turn = 0; turn < 4; turn += 1) {
            const changes = list.send(); if (!changes.length) return;
            server = m.apply(server, changes.flatMap(({ops}) => ops));
            list.answered({results: changes.map(({key}) => ({key, status: 'saved'})), lines: structuredClone(server)});
          } };
          for (let act = 0; act < acts; act += 1) {
            const kept = list.kept, one = kept[any(kept.length)], other = kept[any(kept.length)];
            const what = any(5), after = other && other.id !== one?.id ? other.id : null;
            if (what === 0 || !one) list.act([{op: 'add', line: 'n' + (made += 1), now: {kind: 'issue', text: 'جديد' + made, themes: [], said_by: 'not_stated'}, after}]);
            else if (what === 1) list.act([{op: 'write', line: one.id, was: {text: one.text}, now: {text: one.text + 'ز'}}]);
            else if (what === 2) list.act([{op: 'move', line: one.id, after}]);
            else if (what === 3) list.act([{op: 'remove', line: one.id}]);
            else send();
          }
          send();
          if (texts(server) !== texts(list.now)) wrong.push(['sent', round, texts(server), texts(list.now)]);
          while (list.undo());
          send();
          if (texts(server) !== texts(v[0])) wrong.push(['undone', round, texts(server)]);
        }
        return wrong;
        """,
        [line(key, key) for key in "abcde"],
        7,
    )
    assert wrong == []
