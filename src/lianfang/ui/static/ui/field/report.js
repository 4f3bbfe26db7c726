/* A report on a phone: what is signed becomes a record in the queue and is sent; without a network it waits. Computed
   fields follow while one types. Without this script the same form goes to the server at once. */

import { dropDraft, putDraft, takeDraft, values } from "./draft.js";
import { field, open, word } from "./opening.js";
import { reckoner } from "./reckon.js";

const DONE = new Set(["accepted", "known"]), BETWEEN = /[\s、，,;；]+/, NOBODY = new Set(["0", "无", "没有"]);
const CLOCK = /^([01]?\d|2[0-3])[:时点]([0-5]?\d)/, MINUTES = 60, PLACES = 6;

/* The value of a field as the server reads it, as far as a number or yes and no; null where it is neither, or blank. */
function read(type, text) {
    const said = text.normalize("NFKC").trim();
    if (!said) return null;
    if (type === "yes_no") return said === "是";
    if (type === "people") return NOBODY.has(said) ? 0 : new Set(said.split(BETWEEN).filter(Boolean)).size;
    if (type === "time") return CLOCK.test(said) ? Number(said.match(CLOCK)[1]) * MINUTES + Number(said.match(CLOCK)[2]) : null;
    return /^-?\d+(\.\d+)?$/.test(said) ? Number(said) : null;
}

/* Show what follows from what stands in a form. */
function follow(form) {
    const known = {};
    for (const held of form.querySelectorAll("[data-held]")) known[held.dataset.held] = Number(held.dataset.value);
    for (const box of form.querySelectorAll("[data-type]")) known[box.name.slice(2)] = read(box.dataset.type, box.value);
    for (const output of form.querySelectorAll("[data-computed]")) {
        const reckon = reckoner(output.dataset.computed);
        if (!reckon) continue;
        const found = reckon(known);
        known[output.id.slice(2)] = found;
        output.value = found === null ? "—" : String(Number(found.toFixed(PLACES)));
    }
}

class Page {
    constructor(outbox) {
        this.outbox = outbox;
    }

    listen() {
        for (const form of field.querySelectorAll("[data-report]")) {
            takeDraft(this.#task(form), form);
            form.addEventListener("submit", (event) => this.submitted(event));
            form.addEventListener("input", () => putDraft(this.#task(form), values(form)));
        }
    }

    #task(form) {
        return form.closest("[data-task]").dataset.task;
    }

    /* Kept first, then sent: taken, it is shown; refused, the server's page says what is wrong beside each field. */
    async submitted(event) {
        event.preventDefault();
        const form = event.target, task = this.#task(form);
        const { csrfmiddlewaretoken, client, ...said } = values(form);
        const { who, what } = form.dataset;
        dropDraft(task);
        const id = await this.outbox.add({ kind: "report", person: task, task, who, what, values: said, href: form.getAttribute("action") });
        await this.outbox.send();
        const { outcome } = (await this.outbox.list()).find((record) => record.id === id) ?? {};
        if (!outcome) return;
        if (DONE.has(outcome.fate)) {
            location.assign(outcome.href);
            return;
        }
        putDraft(task, values(form));
        await this.outbox.drop(id);
        form.submit();
    }

    settle(task) {
        task.dataset.state = "waiting";
        const state = task.querySelector("[data-state-word]");
        if (state) state.textContent = word("waiting");
    }

    reopen(task) {
        delete task.dataset.state;
        task.querySelector("[data-state-word]")?.replaceChildren();
    }
}

for (const form of field?.querySelectorAll("[data-report]") ?? []) {
    form.addEventListener("input", () => follow(form));
    follow(form);
}
await open(Page);
for (const form of field?.querySelectorAll("[data-report]") ?? []) follow(form);
