// A file is checked by its SHA-256, computed here; the file itself is never sent: its field has no name.
const form = document.querySelector("[data-check-file]");
const zone = form?.querySelector("[data-drop]");

async function check(file) {
  const said = zone.querySelector("[data-said]");
  said.textContent = said.dataset.computing;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    form.elements.sha256.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    form.requestSubmit();
  } catch {
    said.textContent = said.dataset.failed;
  }
}

// Browsers compute it over TLS and on this machine alone; elsewhere the field below stays the way.
if (zone && globalThis.crypto?.subtle) {
  zone.hidden = false;
  const field = zone.querySelector("input[type=file]");
  field.addEventListener("change", () => field.files[0] && check(field.files[0]));
  // Dropped beside the field, the browser would open the file instead of checking it.
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (file) check(file);
  });
}
