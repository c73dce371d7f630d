// How the saving goes, in words; what is ticked; and the ways out of the page, which save first.
import { el, filled } from "./row.js";

const TONE = { saved: "ok", unsaved: "prog", saving: "prog", offline: "open", busy: "open", out: "late", closed: "late", broken: "late" };

export class States {
  constructor(page) {
    Object.assign(this, { page, t: page.t, sync: page.sync });
    this.plurals = new Intl.PluralRules(document.documentElement.lang || "ar");
    this.box = document.querySelector("[data-line-state]") ?? page.root.appendChild(el("div", { class: "savebar" }));
    this.box.tabIndex = -1;
    this.chip = el("span", { class: "chip" });
    this.more = el("span", { class: "muted small" });
    this.sign = el("a", { class: "btn btn-sm btn-primary", target: "_blank", href: "/", hidden: true }, this.t.sign_in);
    this.copy = el("button", { type: "button", class: "btn btn-sm btn-outline-primary", hidden: true }, this.t.copy);
    this.promote = el("button", { type: "button", class: "btn btn-sm btn-outline-primary", hidden: true });
    this.box.replaceChildren(el("span", { role: "status" }, this.chip, " ", this.more), this.sign, this.copy, this.promote);
    this.copy.addEventListener("click", () => this.#copy());
    this.promote.addEventListener("click", () => this.#promote());
    this.sync.addEventListener("state", () => this.draw());
    this.#guard();
  }

  counted(forms, number) { return filled(forms[this.plurals.select(number)] ?? forms.other, { number: this.page.digits(number) }); }

  draw() {
    const { sync, t, page } = this, { state } = sync;
    if (!sync.lines) return;
    const waiting = ["offline", "busy"].includes(state) ? sync.waiting : 0, time = sync.savedAt;
    const clock = time && page.digits(`${time.getHours()}:${String(time.getMinutes()).padStart(2, "0")}`);
    const words = {
      saved: clock ? filled(t.saved_at, { time: clock }) : t.all_saved, unsaved: t.saving, saving: t.saving,
      offline: t.offline, busy: t.busy, out: t.out, closed: t.closed, broken: t.broken,
    }[state];
    const stuck = page.lines.stuck.size, shut = ["closed", "broken"].includes(state);
    const more = [waiting ? this.counted(t.waiting, waiting) : "", stuck ? this.counted(t.stuck, stuck) : "", shut || state === "out" ? sync.message : "", state === "offline" ? this.#howLong() : ""].filter(Boolean).join(" · ");
    if (this.chip.textContent !== words) this.chip.textContent = words;
    if (this.more.textContent !== more) this.more.textContent = more;
    this.chip.className = `chip ${TONE[state]}`;
    this.box.dataset.state = state;
    this.sign.hidden = state !== "out";
    if (sync.door) this.sign.href = sync.door;
    this.copy.hidden = !(shut && sync.lost);
    const ticked = page.ticked.size;
    this.promote.hidden = !ticked;
    if (ticked) this.promote.textContent = this.counted(t.promote, ticked);
  }

  /** Without a net: how long writing goes on, and what becomes of it. */
  #howLong() {
    const { keeper, kept } = this.sync;
    if (!keeper.lasting || kept === false) return this.t.this_tab_only;
    return keeper.phrase ? "" : this.t.until_closed;
  }

  /** Another page, once everything is saved. */
  async goTo(address) {
    if (await this.sync.flush()) location.assign(address);
    else this.page.say(this.t.more_needs);
  }

  /** The texts that the server does not have, to be taken along. */
  #copy() {
    const ids = new Set(this.sync.lines.everything.flatMap((change) => change.ops.map((op) => op.line)));
    const text = this.page.lines.kept.filter((line) => ids.has(line.id)).map((line) => line.text).join("\n\n");
    const area = el("textarea", { class: "form-control", rows: 6, readonly: true, dir: "auto", autocomplete: "off", "aria-label": this.t.copied });
    area.value = text;
    this.box.querySelector("textarea")?.remove();
    this.box.append(area);
    area.focus();
    area.select();
    navigator.clipboard?.writeText(text).then(() => this.page.say(this.t.copied), () => {});
  }

  async #promote() {
    if (!(await this.sync.flush())) { this.page.say(this.t.more_needs); return; }
    const hidden = (name, value) => el("input", { type: "hidden", name, value });
    const form = el("form", { method: "post", action: this.page.data.promote, hidden: true }, hidden("csrfmiddlewaretoken", this.sync.token),
      ...[...this.page.ticked].map((id) => hidden("output", id)));
    document.body.append(form);
    form.submit();
  }

  /** Links and forms of the page wait for what is unsaved; the lock's form takes it along. */
  #guard() {
    document.addEventListener("click", async (event) => {
      const link = event.target.closest?.("a[href]");
      if (!link || link.target || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (!this.sync.waiting || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
      event.preventDefault();
      await this.sync.flush();
      location.assign(link.href);
    });
    let passed = null;
    document.addEventListener("submit", async (event) => {
      const { target: form, submitter } = event;
      if (event.defaultPrevented || form === passed || !this.sync.waiting) return;
      event.preventDefault();
      await this.sync.flush();
      passed = form;
      delete form.dataset.sentAt;
      form.requestSubmit(submitter);
    });
    document.addEventListener("unlock", (event) => {
      if (this.sync.state === "out") {
        event.preventDefault();
        open(this.sync.door ?? "/", "_blank");
        return;
      }
      this.page.lines.send();
      const unsent = this.page.lines.everything;
      this.sync.leaving = true;
      if (unsent.length) event.detail.append(el("input", { type: "hidden", name: "unsent", value: JSON.stringify(unsent) }));
    });
  }
}
