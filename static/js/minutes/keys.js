// The keys of the outliner. Each calls one act of the page.

/** The letter of a key; with an Arabic layout the place of the key decides. */
const letter = (event) => (/^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace(/^Key/, "").toLowerCase());

/** What a key does while a text is written; undefined: what it always does. */
function inText(event, page, id, area) {
  const { altKey: alt, shiftKey: shift, key } = event, ctrl = event.ctrlKey || event.metaKey;
  const [start, end] = [area.selectionStart, area.selectionEnd], bare = !alt && !shift && !ctrl;
  const forward = getComputedStyle(area.closest("ol")).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (key === "Enter" && !shift) {
    if (alt) return () => page.toggle(id);
    return ctrl ? () => page.split(id, start) : () => page.next(id);
  }
  if (alt && !ctrl && step) return shift ? () => page.shift(id, step) : () => page.cycle(id, "kind", step);
  if (alt && !ctrl && !shift && ["ArrowLeft", "ArrowRight"].includes(key)) return () => page.cycle(id, "themes", key === forward ? 1 : -1);
  if (alt && !ctrl && ["PageUp", "PageDown"].includes(key)) return () => page.cycle(id, "said_by", key === "PageDown" ? 1 : -1);
  if (bare && start === end) {
    if (key === "Backspace" && start === 0) return () => page.merge(id);
    if (key === "Delete" && end === area.value.length) return () => page.mergeNext(id);
    if (step === -1 && start === 0) return () => page.go(id, -1);
    if (step === 1 && end === area.value.length) return () => page.go(id, 1);
  }
  return undefined;
}

export function keyboard(root, page) {
  root.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const id = event.target.closest("[data-line]")?.dataset.line, { field } = event.target.dataset;
    let act;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(letter(event))) {
      const back = letter(event) === "z" && !event.shiftKey;
      if (!id || field || event.target.type === "checkbox") act = () => page.undo(back);
    } else if (event.key === "Escape" && id && !event.target.closest("details[open]")) act = () => page.leave();
    else if (id && field === "text") act = inText(event, page, id, event.target);
    else if (id && field && event.key === "Enter") act = () => page.focus(id);
    if (!act) return;
    event.preventDefault();
    act();
  });
  // The browser's own undo, from a menu or a shaken telephone.
  root.addEventListener("beforeinput", (event) => {
    if (!["historyUndo", "historyRedo"].includes(event.inputType)) return;
    event.preventDefault();
    page.undo(event.inputType === "historyUndo");
  });
}
