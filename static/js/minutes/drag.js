// A line is taken by its handle and dropped between two others: mouse, pen and finger alike.

/** `drop(id, after)` is called once it is let go at another place; `after` is null for the first. */
export function dragging(list, drop) {
  let held = null;
  const rows = () => [...list.children].filter((row) => row !== held.row && !row.classList.contains("draft"));
  const clear = () => list.querySelectorAll(".drop-before, .drop-after").forEach((row) => row.classList.remove("drop-before", "drop-after"));
  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]"), row = grip?.closest("[data-line]");
    if (!row || row.classList.contains("draft") || event.button > 0) return;
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    held = { row, after: undefined };
    row.classList.add("held");
  });
  list.addEventListener("pointermove", (event) => {
    if (!held) return;
    clear();
    const others = rows();
    const below = others.find((row) => { const box = row.getBoundingClientRect(); return event.clientY < box.top + box.height / 2; });
    const above = below ? others[others.indexOf(below) - 1] : others.at(-1);
    held.after = above?.dataset.line ?? null;
    if (below) below.classList.add("drop-before");
    else above?.classList.add("drop-after");
    const edge = 60;
    if (event.clientY < edge) scrollBy(0, -12);
    else if (event.clientY > innerHeight - edge) scrollBy(0, 12);
  });
  const end = (event) => {
    if (!held) return;
    const { row, after } = held;
    clear();
    row.classList.remove("held");
    held = null;
    if (event.type === "pointerup" && after !== undefined) drop(row.dataset.line, after);
  };
  list.addEventListener("pointerup", end);
  list.addEventListener("pointercancel", end);
}
