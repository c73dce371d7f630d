// Locks a page of writing when nothing was typed for a while: the text is covered, kept, and comes back after signing in.

const lock = document.querySelector("[data-lock]");
let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
let typedAt = Date.now(), toldAt = Date.now(), written = null;

// New text is activity; the server hears of it once a minute at most. A line that fails is no matter: text is kept anyway.
document.addEventListener("input", (event) => {
  typedAt = Date.now();
  if (event.target.form?.method === "post") written = event.target.form;
  const every = Math.min(60, Number(lock.dataset.idle) / 4) * 1000;
  if (typedAt - toldAt < every) return;
  toldAt = typedAt;
  fetch(lock.dataset.active, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
});

const cover = () => {
  if (!lock.hidden || Date.now() - typedAt < Number(lock.dataset.idle) * 1000) return;
  document.body.append(lock);
  lock.hidden = false;
  document.body.classList.add("locked");
  for (const part of document.body.children) if (part !== lock) part.inert = true;
  lock.focus();
};
setInterval(cover, 1000);
document.addEventListener("visibilitychange", cover);

// What was typed last goes along; the server keeps it and asks for the sign-in.
lock.querySelector("[data-unlock]").addEventListener("click", () => {
  const form = written?.isConnected ? written : document.createElement("form");
  if (form !== written) {
    form.method = "post";
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: token }));
    document.body.append(form);
  }
  // Whoever holds text that stands in no form adds it here, or says that another way is better.
  if (!document.dispatchEvent(new CustomEvent("unlock", { cancelable: true, detail: form }))) return;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "locked", value: "1" }));
  HTMLFormElement.prototype.submit.call(form);
});

// The same person signed in in another window: the page goes on as it stands, with the token of the new session.
document.addEventListener("signed-in-again", (event) => {
  token = event.detail;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  typedAt = toldAt = Date.now();
  if (lock.hidden) return;
  lock.hidden = true;
  document.body.classList.remove("locked");
  for (const part of document.body.children) part.inert = false;
});
