/* A hand-over on a phone: who took the person over becomes a record in the queue, at the moment when it happened; without
   a network it waits. Without this script the same form goes to the server at once. */

import { dropDraft, putDraft, takeDraft, values } from "./draft.js";
import { field, open, word } from "./opening.js";

class Page {
    constructor(outbox) {
        this.outbox = outbox;
    }

    listen() {
        const form = field.querySelector("[data-custody]");
        if (!form) return;
        takeDraft(form.dataset.task, form);
        form.addEventListener("submit", (event) => this.submitted(event));
        form.addEventListener("input", () => putDraft(form.dataset.task, values(form)));
    }

    /* Kept first; the list shows what became of it. */
    async submitted(event) {
        event.preventDefault();
        const { id, csrfmiddlewaretoken, ...said } = values(event.target);
        const { task, who, what, list, page } = event.target.dataset;
        await this.outbox.add({ kind: "custody", person: task, task, who, what, values: said, href: page });
        dropDraft(task);
        await this.outbox.send();
        location.assign(list);
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

await open(Page);
