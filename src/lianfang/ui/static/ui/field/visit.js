/* A visit on a phone: the checklist becomes one record in the queue, its photographs follow; without a network they wait.
   Without this script the same form goes to the server at once. */

import { Outbox } from "./outbox.js";
import { OutboxView } from "./outbox_view.js";
import { Store } from "./store.js";

const field = document.getElementById("field");
const able = field && window.isSecureContext && window.indexedDB && navigator.locks && crypto.subtle;
const PHOTO = "photo-", DRAFT = "visit-draft:";

function word(name, facts = {}) {
    const said = field.querySelector(`[data-word="${name}"]`).textContent;
    return said.replace(/\{(\w+)\}/g, (_, fact) => facts[fact] ?? "");
}

/* Keep the pages of those who are still to be visited, and what they load, for the time without a network. */
async function keepPages() {
    const { pages, worker } = field.dataset;
    localStorage.setItem("lianfang-field-owner", document.documentElement.dataset.owner);
    await navigator.serviceWorker.register(worker);
    const parts = [...document.querySelectorAll("script[src], link[href]")].map((part) => part.src || part.href);
    const modules = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes("/static/"));
    const kept = await caches.open("field-parts");
    await kept.addAll([...new Set([...parts, ...modules])].filter((name) => name.startsWith(location.origin)));
    if (pages) await (await caches.open("field-pages")).addAll(pages.split(" "));
}

function said(form) {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
}

/* What was typed for a target stays in this window until it is sent, and comes back where it was refused. */
function keepDraft(form) {
    const { csrfmiddlewaretoken, id, ...values } = said(form);
    sessionStorage.setItem(DRAFT + values.person, JSON.stringify(values));
}

function takeDraft(form) {
    const kept = sessionStorage.getItem(DRAFT + form.elements.person.value);
    for (const [name, value] of Object.entries(JSON.parse(kept ?? "{}"))) {
        const control = form.elements[name];
        if (!control || name === "person") continue;
        if (control.type === "checkbox") control.checked = true;
        else control.value = value;
    }
}

/* What was not met needs words. */
function ask(form) {
    for (const item of form.querySelectorAll("[data-item]")) {
        const unmet = item.querySelector("[value=unmet]:checked");
        item.querySelector("textarea").required = Boolean(unmet);
    }
}

class Page {
    constructor(outbox) {
        this.outbox = outbox;
    }

    async submitted(event) {
        const form = event.target;
        if (!form.matches("[data-visit]")) return;
        event.preventDefault();
        const { person, id, csrfmiddlewaretoken, ...values } = said(form);
        const { who, what, list } = form.dataset;
        const visit = await this.outbox.add({ kind: "visit", person, task: person, who, what, values });
        for (const input of form.querySelectorAll("input[type=file]")) {
            for (const photo of input.files) await this.#photo(visit, input.name.slice(PHOTO.length), photo, { person, who });
        }
        sessionStorage.removeItem(DRAFT + person);
        location.assign(list);
    }

    async #photo(visit, item, photo, about) {
        const values = { about: `${visit}:${item}`, name: photo.name };
        await this.outbox.add({ ...about, kind: "photo", what: word("photo"), values }, await photo.arrayBuffer());
    }

    settle(task) {
        task.dataset.state = "waiting";
    }

    reopen(task) {
        delete task.dataset.state;
    }
}

/* A visit that came back is filled in again from what was typed. */
async function again(event, outbox) {
    if (event.target.name !== "again") return;
    const id = event.target.closest("[data-id]")?.dataset.id;
    const record = (await outbox.list()).find((one) => one.id === id);
    if (!record || record.kind !== "visit") return;
    sessionStorage.setItem(DRAFT + record.person, JSON.stringify({ ...record.values, person: record.person }));
    await outbox.drop(id);
    location.assign(`${location.origin}/today/visits/${record.person}/`);
}

async function start() {
    const { owner, key, records, photos } = field.dataset;
    const outbox = new Outbox(await Store.open(owner, key), { records, photos });
    const page = new Page(outbox);
    field.addEventListener("click", (event) => again(event, outbox), { capture: true });
    await new OutboxView(field, outbox, page, word).begin(Number(field.dataset.rendered));
    field.addEventListener("submit", (event) => page.submitted(event));
    window.addEventListener("online", () => outbox.send());
    document.addEventListener("visibilitychange", () => document.hidden || outbox.send());
    const form = field.querySelector("[data-visit]");
    if (form) {
        takeDraft(form);
        ask(form);
        form.addEventListener("input", () => { ask(form); keepDraft(form); });
    }
    field.dataset.ready = "1";
    outbox.send();
    try {
        await keepPages();
        field.dataset.kept = "1";
    } catch (problem) {
        if (!(problem instanceof TypeError)) throw problem;  // no network now: what was kept before stays
    }
}

if (able) start();
