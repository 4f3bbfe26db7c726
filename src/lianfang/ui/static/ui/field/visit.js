/* A visit on a phone: the checklist becomes one record in the queue, its photographs follow; without a network they wait.
   Without this script the same form goes to the server at once. */

import { field, open, said, word } from "./opening.js";
import { offerPosition } from "./position.js";
import { offerSignature } from "./signature.js";

const PHOTO = "photo-", DRAFT = "visit-draft:";

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

    listen() {
        field.addEventListener("click", (event) => this.again(event), { capture: true });
        field.addEventListener("submit", (event) => this.submitted(event));
        const form = field.querySelector("[data-visit]");
        if (!form) return;
        takeDraft(form);
        ask(form);
        offerPosition(form);
        offerSignature(form);
        form.addEventListener("input", () => { ask(form); keepDraft(form); });
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

    /* A visit that came back is filled in again from what was typed. */
    async again(event) {
        if (event.target.name !== "again") return;
        const id = event.target.closest("[data-id]")?.dataset.id;
        const record = (await this.outbox.list()).find((one) => one.id === id);
        if (!record || record.kind !== "visit") return;
        sessionStorage.setItem(DRAFT + record.person, JSON.stringify({ ...record.values, person: record.person }));
        await this.outbox.drop(id);
        location.assign(`${location.origin}/today/visits/${record.person}/`);
    }
}

await open(Page);
