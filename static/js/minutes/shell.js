// The page that the service worker opens where the net does not answer: a passphrase, then the minutes that are kept here.
// It holds nothing itself. After a while without typing it forgets its keys, as the portal ends a session.

import { hasPhrase, openByPhrase } from "./keeper.js";

// Seconds without typing or pressing, as SESSION_IDLE_SECONDS.
const IDLE = 15 * 60;
const EVERY = 20_000;
const OUTPUTS = /^\/forums\/([0-9a-f-]{36})\/outputs\/$/;

const all = (selector) => [...document.querySelectorAll(selector)];
const show = (name, yes = true) => all(`[data-show="${name}"]`).forEach((part) => (part.hidden = !yes));
let keeper = null, touchedAt = Date.now();

// One language at a time, the reader's own.
const speak = (code) => {
  document.documentElement.lang = code;
  document.documentElement.dir = code === "ar" ? "rtl" : "ltr";
  for (const sheet of all("link[data-direction]")) sheet.disabled = sheet.dataset.direction !== document.documentElement.dir;
  for (const part of all("[data-language]")) part.hidden = part.dataset.language !== code;
  const other = document.querySelector("[data-other]");
  [other.hidden, other.lang, other.textContent] = code === "ar" ? [false, "en", "English"] : [false, "ar", "العربية"];
};
document.querySelector("[data-other]").addEventListener("click", (event) => speak(event.target.lang));
speak(navigator.language.startsWith("en") ? "en" : "ar");

const number = (count, part) => count.toLocaleString(part.closest("[data-language]").lang === "ar" ? "ar-u-nu-arab" : "en");

const list = async () => {
  const minutes = await keeper.all();
  show("nothing", minutes.length === 0);
  for (const rows of all("[data-minutes]")) {
    const waiting = rows.closest("[data-language]").querySelector("template[data-row]").content.textContent;
    rows.replaceChildren(...minutes.map(({ forum, data, changes }) => {
      const [row, button] = [document.createElement("li"), document.createElement("button")];
      [button.type, button.className, button.dir] = ["button", "btn btn-outline-primary", "auto"];
      button.append(data.title);
      button.addEventListener("click", () => openMinutes(forum));
      row.append(button);
      if (changes.length > 0) row.append(" ", Object.assign(document.createElement("span"), { className: "chip open", textContent: `${waiting} ${number(changes.length, rows)}` }));
      return row;
    }));
  }
  return minutes;
};

// The editor itself, as the portal shows it. What is written is kept, and sent once the portal answers.
const openMinutes = async (forum) => {
  const [{ mount }, { Sync }] = await Promise.all([import("./outliner.js"), import("./sync.js")]);
  const { data } = await keeper.load(forum);
  speak(data.lang);
  const place = document.querySelector("[data-minutes-page]");
  all("[data-language]").forEach((part) => part.dataset.language === data.lang && place.before(part.querySelector('[data-show="online"]')));
  all("[data-language]").forEach((part) => (part.hidden = true));
  document.querySelector("[data-other]").hidden = true;
  place.hidden = false;
  place.querySelector("[data-title]").textContent = data.title;
  all("[data-back]").forEach((link) => (link.href = data.page));
  // What takes the portal is not offered here.
  await mount(place.querySelector("[data-outliner]"), { ...data, page: "", promote: "" }, new Sync({ keeper, token: "", idle: IDLE - 60 }));
};

for (const form of all('form[data-show="locked"]')) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.phrase;
    show("wrong", false);
    show("opening");
    form.querySelector("button").disabled = true;
    keeper = await openByPhrase(field.value);
    for (const one of all('input[name="phrase"]')) one.value = "";
    form.querySelector("button").disabled = false;
    show("opening", false);
    show("wrong", !keeper);
    if (!keeper) return field.focus();
    show("locked", false);
    show("unlocked");
    const minutes = await list();
    const wanted = location.pathname.match(OUTPUTS)?.[1];
    if (minutes.some(({ forum }) => forum === wanted)) await openMinutes(wanted);
  });
}

// Idle: the page starts anew, without keys.
for (const kind of ["input", "pointerdown", "keydown"]) document.addEventListener(kind, () => (touchedAt = Date.now()));
setInterval(() => keeper && Date.now() - touchedAt > IDLE * 1000 && location.reload(), 1000);

// Is the portal there again? Whoever is signed in hears so with the token that sending takes.
const door = document.body.dataset.key;
export const ask = async () => {
  try {
    const answer = await fetch(door, { redirect: "manual", cache: "no-store", headers: { "X-Background": "1" } });
    show("online", answer.ok || answer.type === "opaqueredirect");
    return answer.ok ? await answer.json() : null;
  } catch {
    show("online", false);
    return null;
  }
};
for (const link of all("[data-back]")) link.href = location.pathname.startsWith("/offline") ? "/" : location.pathname;
setInterval(ask, EVERY);
window.addEventListener("online", ask);

show((await hasPhrase()) ? "locked" : "nobody");
await ask();
