// Sends what was written every few seconds, and says in words how that goes. Nothing is dropped: what was not
// confirmed is sent again with the same keys. A `keeper` (load, keep, forget) holds it beyond the page; without one it
// lives as long as the page.

const memory = { lasting: false, phrase: false, load: async () => null, keep: async () => {}, forget: async () => {} };
const field = (page, name) => page.querySelector(`[name=${name}]`)?.value ?? "";

export class Sync extends EventTarget {
  #timer = null; #at = 0; #turn = null; #keeping = null; #due = 0; #asked = Date.now(); #typed = Date.now();

  /** Seconds. `idle`: after so long without typing the session is left to end, so nothing is asked any more. */
  constructor({ keeper = memory, token = field(document, "csrfmiddlewaretoken"), wait = 2.5, poll = 10, idle = Infinity } = {}) {
    super();
    Object.assign(this, { keeper, token, wait, poll, idle });
    /** saved, unsaved, saving, offline, busy, out (signed out), closed, broken */
    this.state = "saved";
    this.savedAt = null;
    this.message = "";
    this.leaving = false;
  }

  /** Begin with the page's data and its `Lines`. Tells of itself by the events "state" and "lines". */
  begin(data, lines) {
    Object.assign(this, { data, lines, version: data.version });
    if (lines.sent.length) this.#schedule(0);
    setInterval(() => this.#tick(), 1000);
    addEventListener("online", () => this.#schedule(0));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && this.lost) this.keep(); });
    addEventListener("focus", () => this.#schedule(0));
    addEventListener("pagehide", () => { if (this.waiting && !this.leaving) this.#send(undefined, { last: true }); });
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && !(this.keeper.lasting && this.kept) && this.lost) event.preventDefault();
    });
    // What an earlier page left here is not saved before it has been sent.
    this.#say(this.waiting ? "unsaved" : this.state);
  }

  /** How many changes are to be sent. */
  get waiting() { return this.lines.waiting.length; }

  /** Whether leaving now would lose something. */
  get lost() { return this.waiting > 0 || this.lines.stuck.size > 0; }

  /** Something was written. */
  changed() {
    this.#typed = Date.now();
    if (["saved", "unsaved"].includes(this.state)) this.#say(this.waiting ? "unsaved" : "saved");
    else this.#say(this.state);
    if (this.state === "unsaved") this.#schedule(this.wait);
    // Who types on and on does not put it off.
    this.#keeping ??= setTimeout(() => this.keep(), 700);
  }

  /** Send all that there is now. Answers whether everything is saved. */
  async flush() {
    for (let round = 0; round < 5 && this.waiting; round += 1) {
      await this.#turn;
      await this.#run();
      if (this.state !== "saved" && this.state !== "unsaved") break;
    }
    return !this.waiting;
  }

  /** Whether it lies on this device now; writing goes on if it does not. */
  async keep() {
    clearTimeout(this.#keeping);
    this.#keeping = null;
    const data = { ...this.data, unsent: [], lines: this.lines.base, version: this.version };
    this.kept = await Promise.resolve(this.keeper.keep(this.data.forum, data, this.lines.everything)).catch(() => false);
    return this.kept;
  }

  #tick() {
    if (document.body.classList.contains("locked")) return;
    const quiet = (Date.now() - this.#typed) / 1000 > this.idle;
    if (Date.now() >= this.#due && this.#due) this.#schedule(0);
    else if (!quiet && document.visibilityState === "visible" && Date.now() - this.#asked > this.poll * 1000) this.#schedule(0);
  }

  /** In so many seconds at the latest: who goes on typing does not put it off. */
  #schedule(seconds) {
    const at = Date.now() + seconds * 1000;
    if (this.#timer && this.#at <= at) return;
    clearTimeout(this.#timer);
    this.#at = at;
    this.#timer = setTimeout(() => { this.#timer = null; this.#run(); }, seconds * 1000);
  }

  #run() {
    this.#turn ??= this.#once().finally(() => { this.#turn = null; });
    return this.#turn;
  }

  async #once() {
    this.#due = 0;
    if (this.state === "closed" || this.state === "broken") return;
    // Signed out: nothing is sent until the same person is there again, perhaps by another window.
    if (this.state === "out" && !(await this.#send([]))) return;
    // Kept before it is sent: after a crash it is sent again with the same keys.
    if (this.lines.send().length) await this.keep().then(() => this.#send());
    else await this.#look();
  }

  /** Try again in a while; the page's clock sees to it, which stands still under the lock. */
  #later(seconds) { this.#due = Date.now() + seconds * 1000; }

  #ask(options = {}, path = "") {
    const headers = { Accept: "application/json", "X-CSRFToken": this.token, ...options.headers };
    return fetch(this.data.url + path, { credentials: "same-origin", redirect: "manual", ...options, headers });
  }

  async #send(changes = this.lines.send(), { last = false } = {}) {
    if (changes.length && !last) this.#say("saving");
    const body = JSON.stringify({ user: this.data.user, changes });
    const post = () => this.#ask({ method: "POST", keepalive: last, headers: { "Content-Type": "application/json" }, body });
    return this.#got(post, (answer) => {
      if (!changes.length) return this.lines.sent.length || this.lines.arrived(answer.lines);
      this.savedAt = new Date();
      return this.lines.answered(answer);
    });
  }

  async #look() {
    this.#asked = Date.now();
    const path = `?version=${this.version}&user=${encodeURIComponent(this.data.user)}`;
    return this.#got(() => this.#ask({ headers: { "X-Background": "1" } }, path), (answer) => this.lines.arrived(answer.lines));
  }

  /** What an answer means; true where it is the one that was hoped for. */
  async #got(ask, use) {
    let response, answer = null;
    try {
      response = await ask();
      answer = await response.json().catch(() => null);
      if (response.status === 403 && answer?.token) {
        // The session is a new one, with a token of its own.
        this.token = answer.token;
        response = await ask();
        answer = await response.json().catch(() => null);
      }
    } catch {
      this.#later(4);
      return this.#say("offline");
    }
    if (response.status === 204 || (response.status === 200 && answer)) return this.#well(answer, use);
    this.message = answer?.message ?? "";
    this.door = answer?.to ?? this.door;
    const state = { 401: "out", 0: "out", 404: "closed", 409: "closed", 403: "closed", 400: "broken", 413: "broken" }[response.status] ?? "busy";
    if (state === "busy" || state === "out") this.#later(5);
    return this.#say(state);
  }

  async #well(answer, use) {
    const back = this.state === "out";
    if (answer) {
      use(answer);
      this.version = answer.version;
      this.dispatchEvent(new Event("lines"));
      await this.keep();
    }
    if (back) document.dispatchEvent(new CustomEvent("signed-in-again", { detail: this.token }));
    this.#say(this.waiting ? "unsaved" : "saved");
    if (this.waiting) this.#schedule(this.waiting > 20 ? 0.1 : this.wait);
    return true;
  }

  #say(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
    return false;
  }
}
