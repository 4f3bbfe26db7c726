/* What is not yet sent and what became of what was: shown until its maker has seen it. */

import { putDraft } from "./draft.js";

const DONE = new Set(["accepted", "known"]);

export class OutboxView {
    constructor(field, outbox, page, word) {
        Object.assign(this, { field, outbox, page, word, box: field.querySelector("#outbox") });
        outbox.addEventListener("change", () => this.show());
        outbox.addEventListener("state", ({ detail }) => this.#state(detail));
        this.box.addEventListener("click", (event) => this.#pressed(event));
    }

    /* On opening, what a page of the server already takes into account is forgotten. */
    async begin(rendered) {
        for (const { id, outcome, answered } of await this.outbox.list()) {
            if (outcome && DONE.has(outcome.fate) && answered < rendered) await this.outbox.store.remove(id);
        }
        await this.show();
    }

    async show() {
        const records = await this.outbox.list();
        const waiting = records.filter(({ outcome }) => !outcome);
        const done = records.filter(({ outcome }) => outcome && DONE.has(outcome.fate));
        this.box.hidden = !records.length;
        this.#count("waiting", waiting.length);
        this.#count("done", done.length);
        this.box.querySelector("[data-lines]").replaceChildren(...records.map((record) => this.#line(record)).reverse());
        for (const record of records) this.#mark(record);
    }

    #count(name, count) {
        this.box.querySelector(`[data-count="${name}"]`).textContent = count;
        this.box.dataset[name] = count;
    }

    #line(record) {
        const line = document.getElementById("outbox-line").content.cloneNode(true).firstElementChild;
        const fate = record.outcome?.fate ?? "waiting";
        Object.assign(line.dataset, { id: record.id, fate });
        line.querySelector("[data-tag]").textContent = this.word(fate);
        line.querySelector("[data-tag]").classList.add({ accepted: "good", known: "good", waiting: "late" }[fate] ?? "bad");
        const said = Object.entries(record.values).filter(([name]) => !["slot", "day", "measure", "name", "about", "to", "seen"].includes(name));
        line.querySelector("[data-what]").textContent = [record.who, record.what, record.values.celsius ?? ""].join(" ").trim();
        line.querySelector("[data-said]").textContent = DONE.has(fate) || fate === "waiting" ? "" : record.outcome.sentence;
        line.title = said.map(([, value]) => value).join(" ");
        for (const button of line.querySelectorAll("button")) button.hidden = !this.#offered(button.name, record);
        return line;
    }

    #offered(name, { outcome }) {
        if (!outcome || DONE.has(outcome.fate)) return false;
        if (name === "insist") return outcome.fate === "conflict" && Boolean(outcome.other?.uid);
        return name === (outcome.fate === "conflict" ? "yield" : "again");
    }

    /* A task with a record on its way is settled; one whose record came back is open again. */
    #mark({ task, outcome, values }) {
        const shown = task && this.field.querySelector(`[data-task="${task}"]`);
        if (!shown) return;
        if (outcome?.fate === "refused") this.page.reopen(shown);
        else this.page.settle(shown, values.celsius);
        const state = shown.querySelector("[data-state-word]");
        if (state) state.textContent = this.word(outcome?.fate ?? "waiting");
        shown.dataset.fate = outcome?.fate ?? "waiting";
    }

    #state({ state, waiting }) {
        this.box.querySelector("[data-sending]").textContent = state === "sent" ? "" : this.word(state, { count: waiting });
        this.box.dataset.state = state;
    }

    async #pressed(event) {
        const { name } = event.target;
        const id = event.target.closest("[data-id]")?.dataset.id;
        if (name === "send") await this.outbox.send();
        if (!id) return;
        const record = (await this.outbox.list()).find((one) => one.id === id);
        if (name === "insist") await this.#insist(record);
        if (name === "yield" || name === "again") await this.outbox.drop(id);
        if (name === "again") this.#reopen(record);
    }

    /* Its maker has seen what the other recorded and means the own value: a new record, which names the other. */
    async #insist({ id, outcome, kind, person, task, who, what, values }) {
        await this.outbox.add({ kind, person, task, who, what, values, over: outcome.other.uid });
        await this.outbox.drop(id);
        await this.outbox.send();
    }

    /* What came back is filled in again: on the page of its own form from what was typed, or at its task here. */
    #reopen({ task, href, values }) {
        if (href) {
            putDraft(task, values);
            location.assign(href);
            return;
        }
        const shown = task && this.field.querySelector(`[data-task="${task}"]`);
        if (!shown) return;
        this.page.reopen(shown);
        const details = shown.querySelector("details");
        if (details) details.open = true;
        shown.querySelector("[data-reading], form input:not([type=hidden])")?.focus();
    }
}
