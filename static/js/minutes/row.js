// One line on the page: its fields, its menu, and what has to be decided about it.

/** An element; attributes that are null or false are left out. */
export function el(name, attributes = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== false && value !== undefined) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...inside);
  return node;
}

/** The words of a text with its places filled in: filled("Line {number}", {number: 3}). */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

/** A text area as tall as its text. */
export function grow(area) {
  area.style.blockSize = "auto";
  area.style.blockSize = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

const isolated = (words) => el("bdi", {}, words);

export class Row {
  constructor(id, page) {
    Object.assign(this, { id, page });
    const t = page.t;
    const select = (field) => el("select", { class: "form-select form-select-sm", "data-field": field, autocomplete: "off" });
    this.number = el("span", { class: "line-number", "aria-hidden": "true" });
    this.grip = el("span", { class: "line-grip", title: t.drag, "data-grip": true }, this.number);
    this.selects = { kind: select("kind"), themes: select("themes"), said_by: select("said_by") };
    this.area = el("textarea", { class: "form-control", rows: 1, dir: "auto", autocomplete: "off", maxlength: page.longest, "data-field": "text", placeholder: t.placeholder });
    this.notes = el("div", { class: "line-notes" });
    this.tick = el("input", { type: "checkbox", class: "form-check-input", "data-tick": true });
    this.panel = el("div", { class: "menu-panel" });
    this.menu = el("details", { class: "menu line-menu" }, el("summary", { title: t.acts }, "⋮"), this.panel);
    this.menu.addEventListener("toggle", () => this.panel.replaceChildren(...(this.menu.open ? page.menuOf(id) : [])));
    this.node = el("li", { class: "line", "data-line": id },
      this.grip, el("div", { class: "line-kind" }, this.selects.kind),
      el("div", { class: "line-text" }, this.area, this.notes),
      el("div", { class: "line-theme" }, this.selects.themes), el("div", { class: "line-side" }, this.selects.said_by),
      el("div", { class: "line-ends" }, this.tick, this.menu));
  }

  /** Draw it as it is now; what has not changed is left alone, for the cursor's sake. */
  show(line, number, draft) {
    const { page } = this;
    this.line = line;
    this.number.textContent = page.digits(number);
    const { t } = page, name = draft ? t.new_line : filled(t.line, { number: page.digits(number) });
    for (const [node, label] of [[this.selects.kind, t.kind], [this.area, t.text], [this.selects.themes, t.theme], [this.selects.said_by, t.side], [this.tick, t.tick], [this.menu.firstChild, t.acts]]) {
      node.setAttribute("aria-label", `${label} · ${name}`);
    }
    this.node.classList.toggle("draft", draft);
    for (const [field, select] of Object.entries(this.selects)) this.#choose(field, select);
    this.#write(line.text);
    this.tick.hidden = !page.maybeTicked(line);
    this.tick.checked = page.ticked.has(this.id);
    this.menu.hidden = draft;
    this.#tell(line);
  }

  /** Every choice stands in a list only once somebody comes to it: fifty lines would hold thousands. */
  fill(select) {
    if (select.dataset.full) return;
    const { field } = select.dataset, value = select.value;
    select.replaceChildren(...this.page.choicesOf(field, this.id).map(([key, label]) => el("option", { value: key }, label)));
    select.dataset.full = "1";
    select.value = value;
  }

  #choose(field, select) {
    const value = this.page.valueOf(this.line, field);
    if (select.value === value && select.options.length) return;
    delete select.dataset.full;
    const [, label] = this.page.choicesOf(field, this.id).find(([key]) => key === value) ?? [value, value];
    select.replaceChildren(el("option", { value }, label));
    if (document.activeElement === select) this.fill(select);
  }

  #write(text) {
    const { area } = this, here = document.activeElement === area;
    if (area.value === text || (here && area.value.trim() === text.trim())) return;
    const [start, end] = [area.selectionStart, area.selectionEnd], old = area.value;
    area.value = text;
    grow(area);
    if (!here) return;
    // The cursor stays between the same letters.
    let head = 0;
    while (head < old.length && old[head] === text[head]) head += 1;
    const moved = (place) => (place <= head ? place : Math.max(head, place + text.length - old.length));
    area.setSelectionRange(moved(start), moved(end));
  }

  #tell(line) {
    const { page } = this, { t } = page, { lines } = page;
    const notes = [...lines.collisions.values()].filter((one) => one.line === this.id).map((one) => this.#collision(one));
    const refused = lines.refused.get(this.id);
    if (refused?.words && lines.stuck.has(this.id)) notes.push(el("p", { class: "hint late" }, `${t.refused} ${refused.words}`));
    if (refused?.by) notes.push(el("p", { class: "hint open" }, filled(t.stays, { who: refused.by })));
    if (!line.text.trim() && lines.base.some((one) => one.id === this.id)) notes.push(el("p", { class: "hint open" }, t.emptied));
    if (line.asks) notes.push(el("p", { class: "small muted" }, t.stands));
    const drawn = notes.map((note) => note.outerHTML).join("");
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.notes.replaceChildren(...notes);
    this.node.classList.toggle("collides", notes.some((note) => note.classList.contains("clash")));
  }

  /** Both texts beside each other, the words that differ marked; or both choices of another field. */
  #collision({ line, field, was, by }) {
    const { page } = this, { t } = page;
    const mine = this.line[field], theirs = page.lines.base.find((one) => one.id === line)[field];
    const shown = field === "text" ? page.words?.difference(mine, theirs) : null;
    const side = (kind, value) => {
      if (!shown) return page.labelOf(field, value, line);
      return shown.filter(([step]) => step === "same" || step === kind).map(([step, words]) => step === "same" || !words.trim() ? words
        : el("mark", {}, el("span", { class: "visually-hidden" }, ` ${t.only_here} `), words, el("span", { class: "visually-hidden" }, ` ${t.only_end} `)));
    };
    const half = (title, kind, value) => el("div", {}, el("p", { class: "small muted" }, title), el("p", { dir: "auto", class: "clash-words" }, ...[side(kind, value)].flat()));
    const button = (act, label) => el("button", { type: "button", class: "btn btn-sm btn-outline-primary", "data-settle": act, "data-of": field }, label);
    const name = { kind: t.kind, themes: t.theme, said_by: t.side, text: t.text }[field];
    return el("div", { class: "clash hint open", role: "group", "aria-label": filled(t.collision_of, { field: name }) },
      el("p", {}, filled(t.collision, { field: name, who: "" }).trim(), " ", isolated(by)),
      el("div", { class: "clash-sides" }, half(t.theirs, "in", theirs), half(t.mine, "out", mine)),
      el("div", { class: "actions" }, button("theirs", t.take_theirs), button("mine", t.keep_mine), ...(field === "text" && page.words ? [button("both", t.join_both)] : [])));
  }
}
