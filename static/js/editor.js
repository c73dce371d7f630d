// The minutes editor, faster with the keyboard; nothing depends on it.

// Alt with the arrows changes the kind of output while its text is typed.
document.addEventListener("keydown", (event) => {
  const text = event.target;
  if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key) || text.name !== "text") return;
  const kind = text.form?.elements.kind;
  if (!kind) return;
  const next = kind.selectedIndex + (event.key === "ArrowDown" ? 1 : -1);
  if (next >= 0 && next < kind.options.length) kind.selectedIndex = next;
  event.preventDefault();
});

// Ctrl (or Command) with Enter sends the form in which one is writing, as its main button does.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.form;
  form?.requestSubmit(form.querySelector("button.btn-primary"));
});

// Where a page is one form, writing begins in its first field; not where something went wrong and is told first.
const begin = document.querySelector("form[data-begin] :is(input:not([type=hidden]), select, textarea:not([hidden]))");
if (document.activeElement === document.body && !location.hash && !document.querySelector("[data-focus-first]")) begin?.focus();
