"""Writers of one minutes over HTTP as the editor's script writes, and a ledger of all that they were told.

Every text is written once in the world. So what was acknowledged can be followed: the texts of a field are a chain in
which each one replaces the one that its writer had read, down to the one that stands in the database.
"""

import http.client
import json
import random
import socket
import threading
import time
import uuid
from collections import Counter, defaultdict

from bench.portal import Visitor

TOKEN = "x" * 32
FOLLOWED = ("text", "translation")


class Ledger:
    """What was acknowledged, by all writers together."""

    def __init__(self):
        self.lock = threading.Lock()
        self.counts = Counter()
        self.keys, self.added, self.removed = set(), {}, {}
        #: (line, field) → [(was, now)], and per line how many acts the record must show
        self.written = defaultdict(list)
        self.acts = Counter()
        self.wrong = []

    def saved(self, change):
        """One more change that the portal said was saved."""
        with self.lock:
            self.counts["saves"] += 1
            self.keys.add(change["key"])
            for op in change["ops"]:
                self._note(op)

    def _note(self, op):
        line = op["line"]
        if op["op"] == "add":
            self.added[line] = op["now"]["text"]
            self.acts[line, "forums.add_output"] += 1
        elif op["op"] == "write":
            self.acts[line, "forums.edit_output"] += 1
            for field in FOLLOWED:
                if field in op["now"] and op["now"][field] != op["was"][field]:
                    self.written[line, field].append((op["was"][field], op["now"][field]))
        elif op["op"] == "remove":
            # Two may take out the same line, as both read it: the second one changes nothing.
            if self.removed.setdefault(line, op["was"]["text"]) != op["was"]["text"]:
                self.wrong.append(f"two texts of {line} were taken out")
            self.acts[line, "forums.remove_output"] = 1

    def collided(self, change, collisions):
        """One that met another one's text: both must have been shown."""
        sent = {
            (op["line"], field): value for op in change["ops"] for field, value in op.get("now", {}).items()
        }
        with self.lock:
            self.counts["collisions shown"] += 1
            for one in collisions:
                mine = sent.get((one["line"], one["field"]), "")
                if one["field"] != "removed" and (one["mine"] != mine or one["theirs"] == one["was"]):
                    self.wrong.append(f"a collision that does not show both: {one}")

    def faults(self, state, first) -> list[str]:
        """What is lost, half or double in `state` (`minutes_scene.state_of`); `first`: texts by line at the beginning."""
        found = list(self.wrong)
        lines = {line["id"]: line for line in state["lines"]}
        found += [f"lost: the line {line}" for line in self.added if line not in lines]
        found += [f"lost: the line {line}" for line in first if line not in lines]
        found += [f"half: {line} came from no change" for line in set(lines) - set(self.added) - set(first)]
        found += self._broken_chains(lines, first)
        gone = self.removed
        for line, row in lines.items():
            if row["removed"] != (line in gone):
                found.append(f"half: {line} removed={row['removed']}")
            elif row["removed"] and row["text"] != gone[line]:
                found.append(f"lost: {line} was taken out with a text that nobody saw")
        texts = Counter(line["text"] for line in lines.values() if not line["removed"])
        found += [f"double: {text}" for text, count in texts.items() if count > 1]
        keys = Counter(state["keys"])
        found += [f"lost: the key {key}" for key in self.keys - set(keys)]
        found += [f"half: the key {key} of nothing acknowledged" for key in set(keys) - self.keys]
        if dict(self.acts) != {tuple(key): count for *key, count in state["acts"]}:
            found.append("half or double: the record shows other acts than were acknowledged")
        if not state["chain"]:
            found.append("the chain of the record is broken")
        return found

    def _broken_chains(self, lines, first):
        for line in set(lines) & (set(first) | set(self.added)):
            for field in FOLLOWED:
                at = (first.get(line) or self.added.get(line)) if field == "text" else ""
                steps = dict(self.written[line, field])
                if len(steps) != len(self.written[line, field]):
                    yield f"lost: two writers replaced the same {field} of {line}"
                for _step in range(len(steps)):
                    if at not in steps:
                        yield f"lost: a {field} of {line} that nobody replaced"
                        break
                    at = steps.pop(at)
                if at != lines[line][field]:
                    yield f"lost: {line} holds another {field} than the last that was acknowledged"


class Writer:
    """One browser: its own picture of the lines, brought up to date by each answer."""

    def __init__(self, number, *, visitors, path, ledger, seed, patience=900):
        # Texts are unique also where the same people write on in another test.
        self.name = f"{number}-{uuid.uuid4().hex[:6]}"
        self.visitors, self.path, self.ledger = visitors, path, ledger
        self.random, self.patience, self.count = random.Random(f"{seed}-{number}"), patience, 0
        self.lines, self.closing = [], threading.Event()

    def write(self, saves, drop=0.0):
        """So many changes, each sent until the portal has answered."""
        for _save in range(saves):
            self.save(self.make(), drop)

    def save(self, change, drop=0.0):
        """Send one change; what it became. With the chance `drop` the answer is not waited for, and it is sent again."""
        if self.random.random() < drop:
            self.send_and_go_away(change)
        answer = self.ask(change)
        [result] = answer["results"]
        self.lines = [line for line in answer["lines"] if not line["removed"]]
        if result["status"] == "saved":
            self.ledger.saved(change)
        elif result["status"] == "conflict":
            self.ledger.collided(change, result["collisions"])
        else:
            self.ledger.counts["refused"] += 1
        return result["status"]

    def ask(self, change):
        """The answer of 200; whatever else happens meanwhile, the same change is sent again."""
        end = time.monotonic() + self.patience
        body = json.dumps({"changes": [change] if change else []})
        while time.monotonic() < end:
            visitor = self.random.choice(self.visitors)
            try:
                answer = visitor._send("POST", self.path, body, HEADERS)
            except (OSError, http.client.HTTPException):
                visitor.line = None
                self.ledger.counts["sent again"] += 1
                time.sleep(0.05)
                continue
            if answer.status == 200:
                return json.loads(answer.text)
            if answer.status not in (503, 507):
                raise AssertionError(f"{answer.status}: {answer.text[:300]}")
            assert json.loads(answer.text)["message"]
            self.ledger.counts["sent again"] += 1
            time.sleep(0.1)
        raise AssertionError("the portal did not come back")

    def send_and_go_away(self, change):
        """The whole request, and the line cut before or while the answer comes."""
        visitor = self.random.choice(self.visitors)
        body = json.dumps({"changes": [change]}).encode()
        cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
        head = f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nX-Forwarded-For: 192.0.2.1\r\n"
        head += (
            f"X-CSRFToken: {TOKEN}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        try:
            with socket.create_connection(("127.0.0.1", visitor.web.port), timeout=10) as line:
                line.sendall(head.encode() + body)
                time.sleep(self.random.choice([0, 0.01, 0.05, 0.2]))
        except OSError:
            pass
        self.ledger.counts["answers dropped"] += 1

    def new_text(self):
        """Words that nobody has written before."""
        self.count += 1
        return f"{self.name} كتب {self.count}"

    def make(self):
        """A change as people make them: mostly a text, often of the lines that the others write too."""
        if len(self.lines) < 6:
            return change_of(self.adding())
        line = self.random.choice(self.lines[:4] if self.random.random() < 0.5 else self.lines)
        kind = self.random.choices(
            ["text", "translation", "split", "merge", "add", "move", "both"], [8, 3, 2, 2, 2, 1, 2]
        )[0]
        return change_of(*getattr(self, f"make_{kind}")(line))

    def adding(self, after=None):
        """A new line."""
        now = {"kind": "issue", "text": self.new_text()}
        return {"op": "add", "line": str(uuid.uuid4()), "now": now, "after": after}

    def writing(self, line, *fields):
        """New words in one line."""
        return {
            "op": "write",
            "line": line["id"],
            "was": {field: line[field] for field in fields},
            "now": {field: self.new_text() for field in fields},
        }

    def make_text(self, line):
        return [self.writing(line, "text")]

    def make_translation(self, line):
        return [self.writing(line, "translation")]

    def make_both(self, line):
        return [self.writing(line, "text", "translation")]

    def make_add(self, line):
        return [self.adding(line["id"])]

    def make_move(self, line):
        return [{"op": "move", "line": line["id"], "after": self.random.choice(self.lines)["id"]}]

    def make_split(self, line):
        return [self.writing(line, "text"), self.adding(line["id"])]

    def make_merge(self, line):
        other = self.random.choice(self.lines)
        if other["id"] == line["id"]:
            return self.make_text(line)
        return [
            self.writing(line, "text"),
            {"op": "remove", "line": other["id"], "was": {"text": other["text"]}},
        ]


HEADERS = {"Content_Type": "application/json", "X_CSRFToken": TOKEN}


def change_of(*ops):
    """With a key of its own."""
    return {"key": str(uuid.uuid4()), "ops": list(ops)}


def signed_in(webs, cookies):
    """One browser's visitors, one for each web process."""
    return [Visitor(web, cookies={"csrftoken": TOKEN, **cookies}) for web in webs]
