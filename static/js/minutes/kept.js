// What the editor's page keeps beyond itself, for whoever is signed in. Writing goes on without any of it.

import { openBySignIn } from "./keeper.js";

const form = document.querySelector("form[data-leave]");

/** The keeper, or undefined where browser, storage or net do not allow one. Brings the page that opens without a net. */
export async function keeperOfPage() {
  try {
    navigator.serviceWorker.register(form.dataset.worker).catch(() => {});
    return (await openBySignIn({ url: form.dataset.leave, token: form.elements.csrfmiddlewaretoken.value })) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Before signing out (leave.js): what is being typed is sent, or at least kept. */
export const endWith = (sync) => document.addEventListener("leaving", (event) => event.detail.wait(sync.flush().then(() => sync.keep())));
