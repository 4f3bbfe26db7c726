/* On every page: what one person's field pages left on this phone is not for the next. Signing out with records that
   were not sent asks first; another person signing in finds neither the pages nor, without the key, the records. */

import { unsent } from "./store.js";

const PAGES = "field-pages", MARK = "lianfang-field-owner";
const owner = document.documentElement.dataset.owner ?? "";

async function forget() {
    if (window.caches) await caches.delete(PAGES);
    localStorage.removeItem(MARK);
    sessionStorage.clear();
}

async function ask(event) {
    const form = event.target;
    if (!form.matches("[data-leaving]") || form.dataset.asked) return;
    event.preventDefault();
    const waiting = await unsent(owner) + await unsent(`${owner}:visits`) + await unsent(`${owner}:samples`);
    if (waiting && !confirm(form.dataset.leaving.replace("{count}", waiting))) return;
    await forget();
    form.dataset.asked = "1";
    form.requestSubmit(event.submitter);
}

if (owner && localStorage.getItem(MARK) && localStorage.getItem(MARK) !== owner) await forget();
if (window.indexedDB) document.addEventListener("submit", ask);
