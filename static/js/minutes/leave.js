// Signing out: what was not sent yet is sent first, or the page warns; what is on the server is deleted from this device.
// Where nothing of anybody is left, the form says so, and the answer empties the browser's storage (accounts/signin/middleware.py).

import * as store from "./store.js";

const dialog = document.querySelector("[data-leaving]");
const leaveForm = document.querySelector("form[data-leave]");
const token = () => leaveForm.elements.csrfmiddlewaretoken.value;

// Sends what is kept of these minutes; the keys that the server has now.
const send = async ({ data, changes }) => {
  const answer = await fetch(data.url, {
    method: "POST", redirect: "manual", cache: "no-store",
    headers: { "X-CSRFToken": token(), "Content-Type": "application/json" }, body: JSON.stringify({ user: data.user, changes }),
  });
  if (!answer.ok) return [];
  return (await answer.json()).results.filter((result) => result.status === "saved").map((result) => result.key);
};

// The editor on this page sends, or at least keeps, what is being typed.
const endWriting = async () => {
  const waits = [];
  document.dispatchEvent(new CustomEvent("leaving", { detail: { wait: (promise) => waits.push(promise) } }));
  await Promise.allSettled(waits);
};

// How many changes are still on this device alone; 0 where this account has none here.
const sendAndClean = async () => {
  const { openBySignIn } = await import("./keeper.js");
  const keeper = await openBySignIn({ url: leaveForm.dataset.leave, token: token() }, { create: false });
  if (!keeper) return 0;
  for (const minutes of await keeper.all()) {
    if (minutes.changes.length === 0) continue;
    try {
      await keeper.sent(minutes.forum, await send(minutes));
    } catch {
      // Not now: they are counted below.
    }
  }
  return keeper.leave();
};

// Whether to sign out all the same. `left` is a number, or null where it could not be found out.
const confirmed = async (left) => {
  const number = left === null ? "" : left.toLocaleString(document.documentElement.lang === "ar" ? "ar-u-nu-arab" : "en");
  dialog.querySelector("[data-count]").textContent = number;
  dialog.querySelector("[data-counted]").hidden = left === null;
  dialog.querySelector("[data-uncounted]").hidden = left !== null;
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true }));
};

const leave = async (form) => {
  let left = 0;
  await endWriting();
  try {
    if (!(await store.isEmpty())) left = await sendAndClean();
  } catch {
    left = null;
  }
  if (left !== 0 && !(await confirmed(left))) return;
  const empty = await store.isEmpty().catch(() => false);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "device", value: empty ? "empty" : "" }));
  form.submit();
};

if (leaveForm && globalThis.indexedDB && navigator.locks && globalThis.crypto?.subtle) {
  let leaving = false;
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || event.target.action !== leaveForm.action) return;
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    leave(event.target).finally(() => (leaving = false));
  });
}
