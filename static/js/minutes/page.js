// The page «What was said»: the outliner takes the place of the plain list and form.
import { endWith, keeperOfPage } from "./kept.js";
import { mount } from "./outliner.js";
import { Sync } from "./sync.js";

const root = document.querySelector("[data-outliner]");
const data = JSON.parse(document.getElementById("lines-data").textContent);
// Asking ends a session that was idle too long; it is left to the lock, which takes along what is unsent.
const idle = Number(document.querySelector("[data-lock]")?.dataset.idle ?? Infinity);
// What was typed into the plain form, and came back after a sign-in, stays to be seen.
if (!document.querySelector("[data-plain] textarea[name=text]")?.value) for (const part of document.querySelectorAll("[data-plain]")) part.hidden = true;
const sync = new Sync({ idle: Math.max(1, idle - 60), keeper: await keeperOfPage() });
endWith(sync);
await mount(root, data, sync);
// Writing goes on at the end, as in the plain form, unless the address or the reader points elsewhere.
const here = document.activeElement;
if (!location.hash && (here === document.body || here.closest("[data-plain]"))) root.querySelector(".draft textarea").focus();
