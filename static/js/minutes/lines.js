// The lines of minutes as the writer sees them, and what of that the server does not know yet. Pure.
//
// `base` is what the server said last, `sent` what is on its way (or may have arrived: it is sent again with the same
// keys), `now` what stands on the page. What is to be sent is always the difference, so typing, undo and somebody
// else's lines need no bookkeeping of their own.

export const FIELDS = ["kind", "text", "themes", "said_by"];
const LONGEST_STEP = 40, PAUSE = 1500, MOST_STEPS = 500, MOST_CHANGES = 150;
export const NEW = { kind: "", text: "", themes: [], said_by: "", attribution: "", language: "", translation: "", removed: false, version: 0, asks: 0 };

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
/** Whether two values of a field are one to the server, which trims texts. */
const alike = (name, one, other) => (name === "text" ? one.trim() === other.trim() : same(one, other));
const pick = (line, names) => Object.fromEntries(names.map((name) => [name, line[name]]));
const shape = (line) => JSON.stringify(line && pick(line, [...FIELDS, "removed"]));
const opsOf = (changes) => changes.flatMap((change) => change.ops);
const keptOf = (lines) => lines.filter((line) => !line.removed);
/** The id of the line before, null for the first. */
export function before(lines, id) {
  const kept = keptOf(lines);
  return kept[kept.findIndex((line) => line.id === id) - 1]?.id ?? null;
}

/** The lines after these acts; kept ones in order, removed ones last. */
export function apply(lines, ops) {
  let rows = lines.map((line) => ({ ...line }));
  const put = (row, after) => {
    rows = rows.filter((one) => one !== row);
    const place = after === null ? 0 : rows.findIndex((one) => one.id === after && !one.removed) + 1;
    rows.splice(place || (after === null ? 0 : keptOf(rows).length), 0, row);
  };
  for (const op of ops) {
    const row = rows.find((one) => one.id === op.line);
    if (op.op === "add" && !row) put({ ...NEW, id: op.line, ...op.now }, op.after);
    else if (op.op === "add" && row.removed) put(Object.assign(row, op.now, { removed: false }), op.after);
    else if (op.op === "add") Object.assign(row, op.now);
    else if (!row) continue;
    else if (op.op === "write") Object.assign(row, op.now);
    else if (op.op === "move") { if (!row.removed) put(row, op.after); }
    else if (op.op === "restore") { if (row.removed) { row.removed = false; put(row); } }
    else if (op.op === "remove") { row.removed = true; rows = [...rows.filter((one) => one !== row), row]; }
  }
  return rows;
}

/** Which of `ids` need not move: the longest row of them that stands in `order` already. */
function steady(ids, order) {
  const places = new Map(order.map((id, place) => [id, place]));
  const known = ids.filter((id) => places.has(id)).map((id) => ({ id, place: places.get(id), length: 1, last: null }));
  for (const [number, one] of known.entries()) {
    for (const earlier of known.slice(0, number)) {
      if (earlier.place < one.place && earlier.length >= one.length) Object.assign(one, { length: earlier.length + 1, last: earlier });
    }
  }
  let end = known.reduce((best, one) => (one.length > (best?.length ?? 0) ? one : best), null);
  const stays = new Set();
  for (; end; end = end.last) stays.add(end.id);
  return stays;
}

/** The acts that lead from one list to the other. `pins`: what a field was when it was written, if not as in `from`. */
export function acts(from, to, pins = new Map()) {
  const old = new Map(from.map((line) => [line.id, line]));
  const ops = [];
  for (const line of to) {
    if (line.removed && old.has(line.id) && !old.get(line.id).removed) ops.push({ op: "remove", line: line.id, was: { text: old.get(line.id).text } });
  }
  const kept = keptOf(to);
  const stays = steady(kept.map((line) => line.id), keptOf(from).map((line) => line.id));
  let after = null;
  for (const line of kept) {
    const known = old.get(line.id);
    if (!known) ops.push({ op: "add", line: line.id, now: pick(line, [...FIELDS, ...(line.attribution ? ["attribution"] : [])]), after });
    else {
      const fields = FIELDS.filter((name) => !alike(name, known[name], line[name]));
      const was = { ...pick(known, fields), ...pick(pins.get(line.id) ?? {}, fields.filter((name) => name in (pins.get(line.id) ?? {}))) };
      if (known.removed) ops.push({ op: "restore", line: line.id });
      if (fields.length) ops.push({ op: "write", line: line.id, was, now: pick(line, fields) });
      if (!stays.has(line.id)) ops.push({ op: "move", line: line.id, after });
    }
    after = line.id;
  }
  return ops;
}

/** The acts that take these back, in their order. */
function backwards(lines, ops) {
  let rows = lines;
  const back = [];
  for (const op of ops) {
    const row = rows.find((one) => one.id === op.line);
    const undo = {
      add: () => [{ op: "remove", line: op.line }],
      restore: () => [{ op: "remove", line: op.line }],
      write: () => [{ op: "write", line: op.line, was: op.now, now: pick(row, Object.keys(op.now)) }],
      move: () => [{ op: "move", line: op.line, after: before(rows, op.line) }],
      remove: () => [{ op: "restore", line: op.line }, { op: "move", line: op.line, after: before(rows, op.line) }],
    };
    back.unshift(...undo[op.op]());
    rows = apply(rows, [op]);
  }
  return back;
}

export class Lines {
  /** `changes`: what was kept or handed back and may or may not have arrived. */
  constructor(lines, changes = []) {
    this.base = lines;
    this.sent = changes;
    this.now = apply(lines, opsOf(changes));
    this.pins = new Map();
    /** "line field" → {line, field, was, by}; mine stands in `now`, theirs in `base`. */
    this.collisions = new Map();
    /** line → {as, words}: refused as it stood, sent again once it is another. */
    this.refused = new Map();
    this.bonds = [];
    this.past = [];
    this.future = [];
  }

  get kept() { return keptOf(this.now); }

  /** Taken out, and known to the server. */
  get removed() {
    const known = new Set(this.base.map((line) => line.id));
    return this.now.filter((line) => line.removed && known.has(line.id) && line.text);
  }

  find(id) { return this.now.find((line) => line.id === id); }

  /** Do something that can be undone. `typing`: goes on with the step before, if that is the same and just now. */
  act(ops, { focus = null, typing = false } = {}) {
    const last = this.past.at(-1), at = Date.now();
    if (typing && last?.typing && last.line === ops[0].line && at - last.at < PAUSE && last.count < LONGEST_STEP) {
      last.ops[0].now = { ...last.ops[0].now, ...ops[0].now };
      if (last.back[0].op === "write") last.back[0].was = last.ops[0].now;
      Object.assign(last, { at, count: last.count + 1 });
    } else {
      this.past.push({ ops, back: backwards(this.now, ops), focus, typing, line: ops[0].line, at, count: 1 });
      if (this.past.length > MOST_STEPS) this.past.shift();
    }
    this.future = [];
    this.now = apply(this.now, ops);
    const lines = [...new Set(ops.map((op) => op.line))];
    if (lines.length > 1) this.bonds.push(lines);
  }

  /** Acts on a line that has no text yet: nothing to undo, nothing to send. */
  quietly(ops) { this.now = apply(this.now, ops); }

  /** Forget a line that never had a text. */
  drop(id) { this.now = this.now.filter((line) => line.id !== id); }

  undo() { return this.#step(this.past, this.future, "back"); }

  redo() { return this.#step(this.future, this.past, "ops"); }

  /** Takes one step; what somebody else wrote meanwhile is left alone. Answers where the cursor belongs, or null. */
  #step(from, to, way) {
    const entry = from.pop();
    if (!entry) return null;
    to.push(entry);
    const ops = entry[way].map((op) => {
      if (op.op !== "write") return op;
      const line = this.find(op.line);
      const names = Object.keys(op.now).filter((name) => line && alike(name, line[name], op.was[name]));
      return { ...op, now: pick(op.now, names) };
    });
    const lost = entry[way].some((op, place) => op.op === "write" && Object.keys(ops[place].now).length < Object.keys(op.now).length);
    // The last step of an entry may go on growing only while it is the last thing that was done.
    entry.typing = false;
    this.now = apply(this.now, ops);
    const lines = [...new Set(ops.map((op) => op.line))];
    if (lines.length > 1) this.bonds.push(lines);
    return { line: entry.line, focus: way === "back" ? entry.focus : null, lost };
  }

  /** What is to be sent now: as it is on its way already, else the difference. */
  send() {
    if (!this.sent.length) {
      this.sent = this.#changes().slice(0, MOST_CHANGES);
      const going = new Set(opsOf(this.sent).map((op) => op.line));
      this.bonds = this.bonds.filter((bond) => !bond.some((id) => going.has(id)));
    }
    return this.sent;
  }

  /** The changes that wait for being sent or for an answer. */
  get waiting() { return [...this.sent, ...this.#changes()]; }

  /** For keeping: what is undecided or was refused, too. Sent again, it meets the same answer. */
  get everything() {
    const known = new Map(this.base.map((line) => [line.id, line]));
    const rows = this.now.filter((line) => known.has(line.id) || line.text.trim()).map((line) => ({ ...line, text: line.text.trim() || known.get(line.id).text }));
    return [...this.sent, ...this.#changes(rows)];
  }

  /** Lines that are not sent by themselves, since somebody has to decide or to mend something. */
  get stuck() {
    const ids = new Set([...this.collisions.values()].map((one) => one.line));
    for (const [id, { as }] of this.refused) if (shape(this.find(id)) === as) ids.add(id);
    return ids;
  }

  /** The server's answer to what was sent. */
  answered({ results, lines }) {
    const status = new Map(results.map((result) => [result.key, result]));
    const saved = this.sent.filter((change) => status.get(change.key)?.status === "saved");
    const undone = this.sent.filter((change) => ["conflict", "refused"].includes(status.get(change.key)?.status));
    this.#rebase(apply(this.base, opsOf(saved)), lines);
    this.sent = [];
    for (const change of undone) {
      const result = status.get(change.key);
      if (result.status === "conflict") for (const one of result.collisions) this.#collide(one);
      if (result.status === "refused") this.#refuse(change, result.message);
    }
    this.#tidy();
  }

  /** The lines as others left them. Nothing is on its way when this is asked. */
  arrived(lines) {
    this.#rebase(this.base, lines);
    this.#tidy();
  }

  /** The person decided about a collision. */
  settle(line, field, value) {
    this.collisions.delete(`${line} ${field}`);
    delete this.pins.get(line)?.[field];
    const stands = this.find(line)[field];
    if (!same(stands, value)) this.act([{ op: "write", line, was: { [field]: stands }, now: { [field]: value } }]);
  }

  /** Stands on `lines` what the writer did since `from`. */
  #rebase(from, lines) {
    const mine = acts(from, this.now, this.pins);
    const fresh = new Map(lines.map((line) => [line.id, line]));
    const out = new Set(from.filter((line) => line.removed).map((line) => line.id));
    this.pins = new Map();
    const again = [];
    for (const op of mine) {
      if (op.op !== "write") continue;
      const line = fresh.get(op.line);
      const moved = Object.keys(op.was).filter((name) => line && !alike(name, line[name], op.was[name]) && !alike(name, line[name], op.now[name]));
      if (moved.length) this.pins.set(op.line, pick(op.was, moved));
      // Taken out by somebody else while it was being written: it stays.
      if (line?.removed && !out.has(op.line)) again.push({ op: "restore", line: op.line }, { op: "move", line: op.line, after: before(this.now, op.line) });
    }
    // Written and taken out again before they were sent: redo may want them back.
    const known = new Set([...from, ...lines].map((line) => line.id));
    const gone = this.now.filter((line) => line.removed && !known.has(line.id));
    this.base = lines;
    this.now = [...apply(lines, [...again, ...mine]), ...gone];
  }

  #collide({ line, field, was, theirs, by }) {
    const row = this.find(line);
    if (!row || !FIELDS.includes(field)) return;
    if (row.removed) {
      // I took it out, somebody else wrote it: it comes back as it stands there.
      const place = before(this.base, line);
      this.now = apply(this.now, [{ op: "write", line, now: { [field]: theirs } }, { op: "restore", line }, { op: "move", line, after: place }]);
      this.refused.set(line, { as: "", words: "", by });
      return;
    }
    this.collisions.set(`${line} ${field}`, { line, field, was, by });
    this.pins.set(line, { ...this.pins.get(line), [field]: was });
  }

  #refuse(change, words) {
    for (const { op, line } of change.ops) {
      const known = this.base.find((one) => one.id === line);
      if (op === "remove" && known && !known.removed) this.now = apply(this.now, [{ op: "restore", line }, { op: "move", line, after: before(this.base, line) }]);
      this.refused.set(line, { as: shape(this.find(line)), words });
    }
  }

  #tidy() {
    for (const [key, { line, field }] of this.collisions) {
      const mine = this.find(line), theirs = this.base.find((one) => one.id === line);
      if (!mine || mine.removed || !theirs || alike(field, mine[field], theirs[field])) this.collisions.delete(key);
    }
  }

  /** The list as far as it can be sent: without lines that have no text yet, what is undecided, what was refused. */
  #ready(from) {
    const old = new Map(from.map((line) => [line.id, line]));
    const stuck = this.stuck;
    const unsettled = new Set([...this.collisions.values()].map((one) => one.line));
    const waits = new Set(this.bonds.filter((bond) => bond.some((id) => unsettled.has(id))).flat());
    return this.now.flatMap((line) => {
      const known = old.get(line.id);
      if (!known) return line.removed || !line.text.trim() || (stuck.has(line.id) && !unsettled.has(line.id)) ? [] : [{ ...line, text: line.text.trim() }];
      if (line.removed && !known.removed && waits.has(line.id)) return [known];
      if (stuck.has(line.id) && !unsettled.has(line.id)) return [{ ...known, removed: line.removed && known.removed }];
      const held = FIELDS.filter((name) => this.collisions.has(`${line.id} ${name}`));
      const row = { ...line, ...pick(known, held) };
      return [{ ...row, text: row.text.trim() || known.text }];
    });
  }

  #changes(rows = null) {
    const from = apply(this.base, opsOf(this.sent));
    const groups = new Map();
    for (const op of acts(from, rows ?? this.#ready(from), this.pins)) {
      const bond = this.bonds.find((ids) => ids.includes(op.line));
      const name = bond ? bond.join() : op.line;
      if (!groups.has(name)) groups.set(name, { key: crypto.randomUUID(), ops: [] });
      groups.get(name).ops.push(op);
    }
    return [...groups.values()];
  }
}
