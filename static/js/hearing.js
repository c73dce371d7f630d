// Going through asks by the keyboard: Alt+PageDown to the next, Alt+PageUp to the one before.
const KEYS = { PageDown: "next", PageUp: "prev" };
document.addEventListener("keydown", (event) => {
  const rel = event.altKey && KEYS[event.key];
  if (!rel) return;
  event.preventDefault();
  document.querySelector(`a[rel="${rel}"]`)?.click();
});
