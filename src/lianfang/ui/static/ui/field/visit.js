/* A visit on a phone: the checklist becomes one record in the queue, its photographs follow; without a network they wait.
   Without this script the same form goes to the server at once. */

import { dropDraft, putDraft, takeDraft, values } from "./draft.js";
import { field, open, word } from "./opening.js";
import { offerPosition } from "./position.js";
import { offerSignature } from "./signature.js";

const PHOTO = "photo-";

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
        field.addEventListener("submit", (event) => this.submitted(event));
        const form = field.querySelector("[data-visit]");
        if (!form) return;
        takeDraft(form.elements.person.value, form);
        ask(form);
        offerPosition(form);
        offerSignature(form);
        form.addEventListener("input", () => { ask(form); putDraft(form.elements.person.value, values(form)); });
    }

    async submitted(event) {
        const form = event.target;
        if (!form.matches("[data-visit]")) return;
        event.preventDefault();
        const { person, id, csrfmiddlewaretoken, ...said } = values(form);
        const { who, what, list } = form.dataset;
        const visit = await this.outbox.add({ kind: "visit", person, task: person, who, what, values: said, href: form.getAttribute("action") });
        for (const input of form.querySelectorAll("input[type=file]")) {
            for (const photo of input.files) await this.#photo(visit, input.name.slice(PHOTO.length), photo, { person, who });
        }
        dropDraft(person);
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

await open(Page);
