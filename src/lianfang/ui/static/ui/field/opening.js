/* How every page of the field begins: its owner's queue is opened and shown, what waits is sent, and the page is kept
   for the time without a network. */

import { Outbox } from "./outbox.js";
import { OutboxView } from "./outbox_view.js";
import { Store } from "./store.js";

const MOST = 12;
export const field = document.getElementById("field");
const able = field && window.isSecureContext && window.indexedDB && navigator.locks && crypto.subtle;

export function word(name, facts = {}) {
    const said = field.querySelector(`[data-word="${name}"]`).textContent;
    return said.replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
}

/* What a form says, without its files. */
export function said(form) {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

/* The pages of the forms that the first tasks lead to, where they are the field's. */
function nearby(scope) {
    const led = [...field.querySelectorAll("a[data-keep]")].map((link) => link.href);
    return led.filter((page) => page.startsWith(scope.href)).slice(0, MOST);
}

/* Keep the field's pages and what this one loaded for the time without a network. */
async function keepPages() {
    const { pages, worker } = field.dataset;
    localStorage.setItem("lianfang-field-owner", document.documentElement.dataset.owner);
    await navigator.serviceWorker.register(worker);
    const parts = [...document.querySelectorAll("script[src], link[href]")].map((part) => part.src || part.href);
    const modules = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/"));
    const kept = await caches.open("field-parts");
    await kept.addAll([...new Set([...parts, ...modules])].filter((name) => name.startsWith(location.origin)));
    const shown = await caches.open("field-pages");
    if (pages) await shown.addAll(pages.split(" "));
    await Promise.allSettled(nearby(new URL("./", new URL(worker, location))).map((page) => shown.add(page)));
}

async function start(Page) {
    const { owner, key, records, photos, rendered } = field.dataset;
    const outbox = new Outbox(await Store.open(owner, key), { records, photos });
    const page = new Page(outbox);
    await new OutboxView(field, outbox, page, word).begin(Number(rendered));
    page.listen();
    window.addEventListener("online", () => outbox.send());
    document.addEventListener("visibilitychange", () => document.hidden || outbox.send());
    field.dataset.ready = "1";
    outbox.send();
    try {
        await keepPages();
        field.dataset.kept = "1";
    } catch (problem) {
        if (!(problem instanceof TypeError)) throw problem;  // no network now: what was kept before stays
    }
}

/* Begin with a `Page` (made of the queue; settle, reopen, listen) where the browser can keep records safely; elsewhere
   the forms go to the server one by one. */
export async function open(Page) {
    if (able) await start(Page);
}
