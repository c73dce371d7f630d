// «What was said» as a list that is written like a page: one row a line. Works from its data alone.
import { dragging } from "./drag.js";
import { keyboard } from "./keys.js";
import { Lines, before } from "./lines.js";
import { Row, el, filled, grow } from "./row.js";
import { States } from "./states.js";

const ASKS = ["recommendation", "demand", "question"];
/** What binds nobody, for the very first line; every other one is like the line before it. */
const PLAIN = { kind: "observation", themes: [], said_by: "not_stated" };

class Outliner {
  constructor(root, data, lines, sync) {
    Object.assign(this, { root, data, lines, sync, t: data.texts, rows: new Map(), ticked: new Set(), longest: 5000 });
    const { t } = this;
    this.live = el("p", { class: "visually-hidden", "aria-live": "polite" });
    this.list = el("ol", { class: "lines", "aria-label": t.list });
    this.out = el("details", { class: "more", hidden: true });
    const heads = el("div", { class: "lines-heads", "aria-hidden": "true" }, ...["", t.kind, t.text, t.theme, t.side, ""].map((word) => el("span", {}, word)));
    const keys = el("dl", { class: "keys" }, ...t.keys.flatMap(([key, words]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, words)]));
    root.replaceChildren(this.live, el("p", { class: "muted small" }, t.hint), heads, this.list, this.out, el("details", { class: "more" }, el("summary", {}, t.keys_title), keys));
    this.states = new States(this);
    this.#listen();
    this.render();
    sync.begin(data, lines);
  }

  digits(number) { return String(number).replace(/\d/g, (one) => this.t.digits?.[one] ?? one); }

  say(words) {
    this.live.textContent = "";
    setTimeout(() => { this.live.textContent = words; }, 50);
  }

  numberOf(id) { return this.digits(this.lines.kept.findIndex((line) => line.id === id) + 1); }

  // --- choices ---------------------------------------------------------------------------------------------------

  /** The value of a field as its list has it; several themes are one choice of their own. */
  valueOf(line, field) { return field === "themes" ? line.themes.join("+") : line[field]; }

  labelOf(field, value) {
    const names = new Map(this.data.choices[field === "kind" ? "kinds" : field === "themes" ? "themes" : "sides"]);
    if (field === "themes") return value.map((code) => names.get(code) ?? code).join(" · ") || "—";
    return names.get(value) ?? value;
  }

  /** [value, label] of each choice; what a line has or had that is not on the list stands there too. */
  choicesOf(field, id) {
    const { choices } = this.data;
    const list = field === "kind" ? choices.kinds : field === "themes" ? [["", "—"], ...choices.themes] : choices.sides;
    const more = [this.lines.find(id), this.lines.base.find((line) => line.id === id)].filter(Boolean)
      .map((line) => [this.valueOf(line, field), this.labelOf(field, line[field])])
      .filter(([value], place, all) => !list.some(([one]) => one === value) && all.findIndex(([one]) => one === value) === place);
    return [...more, ...list];
  }

  maybeTicked(line) { return Boolean(this.data.promote) && ASKS.includes(line.kind) && !line.asks && Boolean(line.text.trim()); }

  // --- drawing ---------------------------------------------------------------------------------------------------

  /** Draw what has changed. The last line is always an empty one; an empty one that was left goes. */
  render() {
    if (this.composing) return;
    // Seldom needed, so fetched only now; until it is there both texts are shown without marks.
    if (this.lines.collisions.size) this.#compare();
    this.#blankAtTheEnd();
    const here = document.activeElement, at = here?.selectionStart, kept = this.lines.kept;
    for (const [id, row] of this.rows) if (!kept.some((line) => line.id === id)) { row.node.remove(); this.rows.delete(id); }
    kept.forEach((line, place) => {
      let row = this.rows.get(line.id);
      if (!row) this.rows.set(line.id, (row = new Row(line.id, this)));
      if (this.list.children[place] !== row.node) this.list.insertBefore(row.node, this.list.children[place] ?? null);
      row.show(line, place + 1, this.#isDraft(line));
    });
    for (const row of this.rows.values()) if (!row.tall) { grow(row.area); row.tall = true; }
    if (here && here !== document.activeElement && here.isConnected) {
      here.focus({ preventScroll: true });
      if (here.tagName === "TEXTAREA") here.setSelectionRange(at, at);
    }
    this.#drawRemoved();
    for (const id of this.ticked) if (!this.lines.find(id) || !this.maybeTicked(this.lines.find(id))) this.ticked.delete(id);
    this.states.draw();
  }

  async #compare() {
    this.comparing ??= import("./words.js");
    if (this.words) return;
    try {
      this.words = await this.comparing;
      this.render();
    } catch {
      this.comparing = null;
    }
  }

  #isDraft(line) { return !line.text.trim() && !this.lines.base.some((one) => one.id === line.id); }

  #blankAtTheEnd() {
    const { lines } = this, last = lines.kept.at(-1);
    const active = document.activeElement?.closest?.("[data-line]")?.dataset.line;
    for (const line of lines.kept) if (this.#isDraft(line) && line !== last && line.id !== active) lines.drop(line.id);
    if (!last || !this.#isDraft(last)) lines.quietly([{ op: "add", line: crypto.randomUUID(), now: this.#like(last), after: last?.id ?? null }]);
  }

  #like(line) { return line ? { kind: line.kind, themes: line.themes, said_by: line.said_by } : PLAIN; }

  #drawRemoved() {
    const gone = this.lines.removed, { t } = this;
    this.out.hidden = !gone.length;
    const drawn = gone.map((line) => line.id + line.text).join();
    if (drawn === this.drawnOut) return;
    this.drawnOut = drawn;
    this.out.replaceChildren(el("summary", {}, t.taken_out), ...gone.map((line) => el("div", { class: "said" },
      el("p", { class: "said-text", dir: "auto" }, line.text),
      el("button", { type: "button", class: "btn btn-sm btn-outline-primary", "data-restore": line.id, "aria-label": `${t.restore}: ${line.text.slice(0, 60)}` }, t.restore))));
  }

  // --- acts; each is undone by one step ----------------------------------------------------------------------------

  act(ops, options) {
    this.lines.act(ops, options);
    this.sync.changed();
    this.render();
  }

  write(id, now, options = {}) {
    const line = this.lines.find(id), was = Object.fromEntries(Object.keys(now).map((name) => [name, line[name]]));
    this.act([{ op: "write", line: id, was, now }], { focus: { line: id }, ...options });
  }

  focus(id, at = null) {
    const area = this.rows.get(id)?.area;
    if (!area) return;
    area.focus();
    const place = at ?? area.value.length;
    area.setSelectionRange(place, place);
    area.closest("li").scrollIntoView({ block: "nearest" });
  }

  go(id, step) {
    const { kept } = this.lines, to = kept[kept.findIndex((line) => line.id === id) + step];
    if (to) this.focus(to.id, step > 0 ? 0 : null);
  }

  /** The next line, of the same kind, theme and side. */
  next(id) {
    const { kept } = this.lines, place = kept.findIndex((line) => line.id === id), line = kept[place], after = kept[place + 1];
    if (this.#isDraft(line)) return;
    if (after && this.#isDraft(after)) {
      this.lines.quietly([{ op: "write", line: after.id, now: this.#like(line) }]);
      this.render();
      this.focus(after.id, 0);
      return;
    }
    const fresh = crypto.randomUUID();
    this.lines.quietly([{ op: "add", line: fresh, now: this.#like(line), after: id }]);
    this.#draw(fresh, 0);
  }

  /** Draw a line that nobody has come to yet, and go there before it counts as left. */
  #draw(id, at) {
    const row = new Row(id, this);
    this.rows.set(id, row);
    this.rows.get(before(this.lines.now, id)).node.after(row.node);
    this.focus(id, at);
    this.render();
    this.focus(id, at);
  }

  cycle(id, field, step) {
    const line = this.lines.find(id), list = this.choicesOf(field, id), place = list.findIndex(([value]) => value === this.valueOf(line, field));
    const [value, label] = list[(place + step + list.length) % list.length];
    this.choose(id, field, value);
    this.say(label);
  }

  choose(id, field, value) {
    const now = { [field]: field === "themes" ? value.split("+").filter(Boolean) : value };
    if (this.#isDraft(this.lines.find(id))) {
      this.lines.quietly([{ op: "write", line: id, now }]);
      this.render();
    } else this.write(id, now);
  }

  shift(id, step) {
    const { kept } = this.lines, place = kept.findIndex((line) => line.id === id), other = place + step;
    if (!kept[other] || this.#isDraft(kept[other])) return;
    this.place(id, step < 0 ? kept[other - 1]?.id ?? null : kept[other].id);
  }

  place(id, after) {
    if (before(this.lines.now, id) === after) return;
    this.act([{ op: "move", line: id, after }], { focus: { line: id } });
    this.say(filled(this.t.moved, { number: this.numberOf(id) }));
  }

  split(id, at) {
    const line = this.lines.find(id), first = line.text.slice(0, at).trimEnd(), rest = line.text.slice(at).trimStart();
    if (!first || !rest) { this.next(id); return; }
    const fresh = crypto.randomUUID();
    this.act([
      { op: "write", line: id, was: { text: line.text }, now: { text: first } },
      { op: "add", line: fresh, now: { ...this.#like(line), text: rest, attribution: line.attribution }, after: id },
    ], { focus: { line: id, at } });
    this.focus(fresh, 0);
    this.say(this.t.was_split);
  }

  merge(id) {
    const { kept } = this.lines, place = kept.findIndex((line) => line.id === id), line = kept[place], first = kept[place - 1];
    if (!first) return;
    if (this.#isDraft(line)) { this.focus(first.id); return; }
    if (line.asks) { this.say(this.t.stands); return; }
    if (!line.text.trim()) { this.remove(id); this.focus(first.id); return; }
    const head = first.text.trimEnd(), text = [head, line.text.trimStart()].filter(Boolean).join(" ");
    this.act([
      { op: "write", line: first.id, was: { text: first.text }, now: { text } },
      { op: "remove", line: id },
    ], { focus: { line: id, at: 0 } });
    this.focus(first.id, head.length && head.length + 1);
    this.say(this.t.was_merged);
  }

  mergeNext(id) {
    const { kept } = this.lines, after = kept[kept.findIndex((line) => line.id === id) + 1];
    if (after && !this.#isDraft(after)) this.merge(after.id);
  }

  remove(id) {
    const { kept } = this.lines, place = kept.findIndex((line) => line.id === id);
    if (kept[place].asks) { this.say(this.t.stands); return; }
    this.act([{ op: "remove", line: id }], { focus: { line: id } });
    this.focus((this.lines.kept[place] ?? this.lines.kept.at(-1)).id);
    this.say(this.t.was_removed);
  }

  restore(id) {
    this.act([{ op: "restore", line: id }], { focus: { line: id } });
    this.focus(id);
    this.say(this.t.was_restored);
  }

  undo(back) {
    const step = back ? this.lines.undo() : this.lines.redo();
    if (!step) { this.say(back ? this.t.nothing_to_undo : this.t.nothing_to_redo); return; }
    this.sync.changed();
    this.render();
    const id = [step.focus?.line, step.line].find((one) => this.rows.has(one)) ?? this.lines.kept.at(-1).id;
    this.focus(id, step.focus?.at ?? null);
    this.say(step.lost ? this.t.not_undone : back ? this.t.undone : this.t.redone);
  }

  toggle(id) {
    if (!this.maybeTicked(this.lines.find(id))) { this.say(this.t.no_ask); return; }
    if (!this.ticked.delete(id)) this.ticked.add(id);
    this.render();
    this.say(this.ticked.has(id) ? this.t.ticked : this.t.unticked);
  }

  settle(id, field, how) {
    const line = this.lines.find(id), mine = line[field], theirs = this.lines.base.find((one) => one.id === id)[field];
    const { was } = this.lines.collisions.get(`${id} ${field}`);
    this.lines.settle(id, field, { mine, theirs, both: how === "both" && this.words ? this.words.joined(was ?? "", mine, theirs) : mine }[how]);
    this.sync.changed();
    this.render();
    this.focus(id);
    this.say(this.t.decided);
  }

  /** Out of the list, so that Tab is no trap. */
  leave() { this.states.box.focus(); }

  menuOf(id) {
    const { t } = this, line = this.lines.find(id), area = this.rows.get(id).area, at = area.selectionStart;
    const act = (label, key, run, off = false) => {
      const button = el("button", { type: "button", disabled: off }, label, key ? el("kbd", {}, key) : "");
      button.addEventListener("click", () => { this.rows.get(id).menu.open = false; run(); });
      return button;
    };
    return [
      act(t.split, t.key_split, () => this.split(id, at), !at || at >= area.value.length),
      act(t.merge, t.key_merge, () => this.merge(id), Boolean(line.asks) || !before(this.lines.now, id)),
      act(t.up, t.key_up, () => { this.shift(id, -1); this.focus(id); }),
      act(t.down, t.key_down, () => { this.shift(id, 1); this.focus(id); }),
      ...(this.data.page ? [act(t.more, "", () => this.states.goTo(`${this.data.page}?edit=${id}`))] : []),
      act(t.remove, "", () => this.remove(id), Boolean(line.asks)),
    ];
  }

  #listen() {
    const { list, root } = this;
    const of = (event) => event.target.closest("[data-line]")?.dataset.line;
    list.addEventListener("input", (event) => {
      if (event.target.dataset.field !== "text") return;
      grow(event.target);
      const id = of(event), line = this.lines.find(id), text = event.target.value.replaceAll("\r\n", "\n");
      const op = this.#isDraft(line) ? { op: "add", line: id, now: { ...this.#like(line), text }, after: before(this.lines.now, id) }
        : { op: "write", line: id, was: { text: line.text }, now: { text } };
      this.lines.act([op], { focus: { line: id }, typing: true });
      this.sync.changed();
      if (!event.isComposing) this.render();
    });
    list.addEventListener("compositionstart", () => { this.composing = true; });
    list.addEventListener("compositionend", () => { this.composing = false; this.render(); });
    list.addEventListener("change", (event) => {
      if (event.target.dataset.tick !== undefined) { this.toggle(of(event)); return; }
      if (event.target.tagName === "SELECT") this.choose(of(event), event.target.dataset.field, event.target.value);
    });
    for (const name of ["focusin", "pointerdown"]) {
      list.addEventListener(name, (event) => { if (event.target.tagName === "SELECT") this.rows.get(of(event)).fill(event.target); });
    }
    list.addEventListener("focusout", () => setTimeout(() => this.render()));
    root.addEventListener("click", (event) => {
      const { settle, of: field, restore } = event.target.dataset;
      if (settle) this.settle(of(event), field, settle);
      if (restore) this.restore(restore);
    });
    addEventListener("resize", () => { for (const { area } of this.rows.values()) grow(area); });
    dragging(list, (id, after) => this.place(id, after));
    keyboard(root, this);
    this.sync.addEventListener("lines", () => this.render());
  }
}

/** Lay the outliner into `root`. What the keeper or the server still holds of this writer's is taken up first. */
export async function mount(root, data, sync) {
  const kept = await sync.keeper.load(data.forum);
  const changes = new Map([...(kept?.changes ?? []), ...(data.unsent ?? [])].map((change) => [change.key, change]));
  return new Outliner(root, data, new Lines(data.lines, [...changes.values()]), sync);
}
