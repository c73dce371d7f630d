// Small comforts on every page; nothing depends on them. No inline code, no storage.

// Menus (<details class="menu">) close on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form is sent once: a second press within four seconds (slow lines) is dropped.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  const last = Number(form.dataset.sentAt || 0);
  if (event.timeStamp - last < 4000 && last) event.preventDefault();
  else form.dataset.sentAt = String(event.timeStamp);
});

// A button that prints the page: of no use without JavaScript, so it is hidden until here.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What has to be mended is read out first.
document.querySelector("[data-focus-first]")?.focus();
