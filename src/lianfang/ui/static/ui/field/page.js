/* The field's page on a phone: a form becomes a record in the queue, the next task is there, each fate is shown.
   Without this script the same forms go to the server one by one. */

import { celsius } from "./celsius.js";
import { field, open, said, word } from "./opening.js";

/* What a form says: its own values, without those that only this server's form needs. */
function recordOf(form) {
    const { kind, person, over, task, id, csrfmiddlewaretoken, next, mine, only, ...values } = said(form);
    return { kind, person, over, task, values, who: form.dataset.who, what: form.dataset.what };
}

/* A reading that can't be is told at its field; nothing is kept. */
function readable(input) {
    const refused = input.value.trim() && celsius(input.value) === null;
    const error = input.closest("[data-task], form").querySelector("[data-error]");
    error.textContent = refused ? word("impossible", { value: input.value }) : "";
    input.toggleAttribute("aria-invalid", refused);
    if (refused) input.select();
    return !refused;
}

class Page {
    constructor(outbox) {
        this.outbox = outbox;
    }

    listen() {
        field.addEventListener("submit", (event) => this.submitted(event));
        field.addEventListener("keydown", (event) => this.entered(event));
        field.addEventListener("click", (event) => this.later(event));
    }

    /* Form after form: queue the record, mark its task, open the next. */
    async submitted(event) {
        const form = event.target;
        if (!form.matches("[data-field]")) return;
        event.preventDefault();
        const reading = form.elements.celsius;
        if (reading && !readable(reading)) return;
        const record = recordOf(form);
        const photo = form.elements.photo?.files[0];
        await this.outbox.add(record);
        if (photo) await this.#photo(record, photo);
        const task = form.closest("[data-task]");
        this.settle(task);
        if (reading && this.#alarming(record)) this.#askFever(record, task);
        else this.#next(task);
        this.outbox.send();
    }

    /* A line of the list of readings: enter keeps it and goes on. */
    async entered(event) {
        const input = event.target;
        if (!input.matches?.("[data-reading]") || event.key !== "Enter") return;
        event.preventDefault();
        if (!input.value.trim() || !readable(input)) return;
        const task = input.closest("[data-task]");
        const { person, slot, day, who, what } = task.dataset;
        const record = { kind: "reading", person, task: task.dataset.task, who, what, values: { celsius: input.value.trim(), slot, day } };
        input.readOnly = true;
        await this.outbox.add(record);
        this.settle(task, input.value.trim());
        if (this.#alarming(record)) this.#askFever(record, task);
        else this.#next(task);
        this.outbox.send();
    }

    async #photo(record, photo) {
        const values = { about: record.kind, name: photo.name };
        await this.outbox.add({ ...record, kind: "photo", what: word("photo"), values }, await photo.arrayBuffer());
    }

    #alarming({ values }) {
        return celsius(values.celsius) >= Number(field.dataset.fever) || Boolean(values.symptoms);
    }

    /* What must follow a fever is asked at once, below the reading itself. */
    #askFever(record, task) {
        const asked = document.getElementById("fever-asked").content.cloneNode(true).firstElementChild;
        const form = asked.querySelector("form");
        asked.dataset.task = `fever-${record.person}`;
        asked.querySelector("[data-who]").textContent = record.who;
        asked.querySelector("[data-celsius]").textContent = record.values.celsius;
        Object.assign(form.dataset, { who: record.who });
        form.elements.person.value = record.person;
        task.after(asked);
        asked.scrollIntoView({ block: "center" });
        asked.querySelector("input[type=radio]").focus();
    }

    /* A fever put off stays among the gaps of the health centre; the list goes on. */
    later(event) {
        if (!event.target.matches("[data-later]")) return;
        const asked = event.target.closest("[data-task]");
        asked.dataset.state = "later";
        this.#next(asked);
        asked.remove();
    }

    /* A task whose record is on its way is no gap for its holder any more. */
    settle(task, shown = "") {
        if (!task) return;
        task.dataset.state = "waiting";
        const details = task.querySelector("details");
        if (details) details.open = false;
        const input = task.querySelector("[data-reading]");
        if (input) {
            input.blur();
            Object.assign(input, { disabled: true, value: shown || input.value });
        }
        const state = task.querySelector("[data-state-word]");
        if (state) state.textContent = word("waiting");
    }

    reopen(task) {
        delete task.dataset.state;
        const input = task.querySelector("[data-reading]");
        if (input) input.disabled = input.readOnly = false;
        task.querySelector("[data-state-word]")?.replaceChildren();
    }

    #next(task) {
        const tasks = [...field.querySelectorAll("[data-task]")];
        const open = (one) => !one.dataset.state && one.querySelector("form, [data-reading]");
        const next = tasks.slice(tasks.indexOf(task) + 1).find(open) ?? tasks.find(open);
        if (!next) return;
        const details = next.querySelector("details");
        if (details) details.open = true;
        next.querySelector("[data-reading], form input:not([type=hidden])")?.focus({ preventScroll: true });
        next.scrollIntoView({ block: "center" });
    }
}

await open(Page);
