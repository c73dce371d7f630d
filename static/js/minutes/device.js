// «This device»: turning on work without internet, another passphrase, turning it off, wiping.

import { isStrong, wordsOf } from "./crypto.js";
import { openBySignIn, turnOn } from "./keeper.js";
import { newPhrase } from "./phrases.js";

const section = document.querySelector("[data-device]");
const { key: url, wipe, worker } = section.dataset;
const token = section.querySelector("[name=csrfmiddlewaretoken]").value;
const door = { url, token };
const all = (selector) => [...document.querySelectorAll(selector)];
const show = (name, yes = true) => all(`[data-show="${name}"]`).forEach((part) => (part.hidden = !yes));
const offered = section.querySelector("[data-phrase]");

const offer = () => (offered.textContent = newPhrase());
section.querySelector("[data-another]").addEventListener("click", offer);

const look = async () => {
  const keeper = await openBySignIn(door, { create: false });
  const on = Boolean(await keeper?.worksOffline());
  show("on", on);
  show("off", !on);
  const unsent = keeper ? (await keeper.all()).reduce((count, { changes }) => count + changes.length, 0) : 0;
  show("unsent", unsent > 0);
  all("[data-unsent]").forEach((part) => (part.textContent = unsent.toLocaleString(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en")));
  return keeper;
};

const acts = {
  async phrase(form) {
    const { phrase, again } = form.elements;
    const [weak, unlike] = [!isStrong(phrase.value), wordsOf(phrase.value).join(" ") !== wordsOf(again.value).join(" ")];
    show("weak", weak);
    show("unlike", !weak && unlike);
    if (weak || unlike) return null;
    const done = await turnOn(door, phrase.value);
    if (!done) return false;
    // Not before somebody asks for it: the page that opens without a net.
    await navigator.serviceWorker?.register(worker);
    form.reset();
    form.closest("details").open = false;
    offer();
    return true;
  },
  async off() {
    await (await openBySignIn(door, { create: false }))?.turnOff();
    return true;
  },
  async wipe(form) {
    await (await openBySignIn(door, { create: false }))?.wipe();
    const answer = await fetch(wipe, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" });
    form.closest("details").open = false;
    return answer.ok;
  },
};

document.addEventListener("submit", async (event) => {
  const act = acts[event.target.dataset.act];
  if (!act) return;
  event.preventDefault();
  const button = event.target.querySelector("button:not([type=button])");
  button.disabled = true;
  show("done", false);
  show("failed", false);
  const done = await act(event.target).catch(() => false);
  button.disabled = false;
  if (done === null) return;
  await look().catch(() => null);
  const note = done ? "done" : "failed";
  show(note);
  document.querySelector(`[data-show="${note}"]`).focus();
});

const able = globalThis.indexedDB && navigator.locks && globalThis.crypto?.subtle && navigator.serviceWorker;
show(able ? "able" : "unable");
if (able) {
  offer();
  await look().catch(() => show("failed"));
}
