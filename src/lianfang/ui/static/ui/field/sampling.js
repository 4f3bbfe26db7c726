/* A sampling point on a phone: each person's sample, each sealed tube becomes a record in the queue, and the form is there
   for the next. Without a network tubes are counted here; the server decides when the records arrive. Without this script
   the same forms go to the server one by one. */

import { identity } from "./identity.js";
import { field, open, said, word } from "./opening.js";
import { offerScan } from "./scan.js";
import { dropDraft, takeDraft } from "./draft.js";

const TASK = "sample", PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const EMPTIED = ["whom", "name", "phone", "home"];

class Tubes {
    constructor(table) {
        this.table = table;
        this.sizes = Object.fromEntries([...field.querySelectorAll("[data-kind-size]")].map((one) => [one.dataset.kindSize, one]));
    }

    /* The line of a tube; one that only this phone knows is added. */
    line(code, kind) {
        const known = [...this.table.querySelectorAll("[data-tube]")].find((one) => one.dataset.tube === code);
        if (known || !this.sizes[kind]) return known;
        const made = document.getElementById("tube-line").content.cloneNode(true).firstElementChild;
        Object.assign(made.dataset, { tube: code, samples: 0, size: this.sizes[kind].value, state: "open" });
        made.querySelector("th").textContent = code;
        made.querySelector("[data-kind]").textContent = this.sizes[kind].textContent;
        made.querySelector("[data-size-of]").textContent = made.dataset.size;
        made.querySelector("button").value = code;
        this.table.tBodies[0].prepend(made);
        this.table.hidden = false;
        field.querySelector("[data-none]")?.remove();
        return made;
    }

    /* Show what is in each tube: what the page knew, and what this phone has added since. */
    show(records) {
        for (const one of this.table.querySelectorAll("[data-tube]")) one.dataset.more = 0;
        for (const { kind, values, outcome } of records) {
            const line = outcome?.fate === "refused" ? null : this.line(values.tube, values.kind);
            if (!line) continue;
            if (kind === "seal") line.dataset.state = "sealed";
            else if (outcome?.fate !== "known") line.dataset.more = Number(line.dataset.more ?? 0) + 1;
        }
        for (const one of this.table.querySelectorAll("[data-tube]")) this.#count(one);
    }

    #count(line) {
        line.querySelector("[data-count-of]").textContent = this.held(line);
        const form = line.querySelector("[data-seal]");
        if (form) form.hidden = line.dataset.state !== "open" || !this.held(line);
    }

    held(line) {
        return Number(line.dataset.samples) + Number(line.dataset.more ?? 0);
    }

    full(line) {
        return Boolean(line) && this.held(line) >= Number(line.dataset.size);
    }
}

class Page {
    constructor(outbox) {
        this.outbox = outbox;
        this.form = field.querySelector("[data-sample]");
        this.tubes = new Tubes(field.querySelector("[data-tubes]"));
        outbox.addEventListener("change", () => this.count());
    }

    async listen() {
        takeDraft(TASK, this.form);
        dropDraft(TASK);
        field.addEventListener("submit", (event) => this.submitted(event));
        this.form.elements.tube.addEventListener("keydown", (event) => this.#entered(event));
        offerScan(this.form, (text) => this.scanned(text));
        await this.count();
        this.#next();
    }

    async count() {
        this.tubes.show(await this.outbox.list());
    }

    /* A scanner ends what it types with Enter: after the label comes the person. */
    #entered(event) {
        if (event.key !== "Enter" || this.form.elements.whom.value) return;
        event.preventDefault();
        this.form.elements.whom.focus();
    }

    /* What the camera read is a person, or else the label of a tube. */
    scanned(text) {
        const person = PERSON.test(text) || identity(text) !== null;
        this.form.elements[person ? "whom" : "tube"].value = text;
        if (person && this.form.elements.tube.value) this.form.requestSubmit();
    }

    async submitted(event) {
        const form = event.target;
        if (!form.matches("[data-sample], [data-seal]")) return;
        event.preventDefault();
        if (form.matches("[data-seal]")) await this.#seal(event.submitter.value);
        else await this.#sample();
        this.outbox.send();
    }

    async #seal(tube) {
        await this.outbox.add({ kind: "seal", person: tube, who: tube, what: word("seal"), values: { tube } });
        if (this.form.elements.tube.value === tube) this.form.elements.tube.value = "";
        this.#next();
    }

    async #sample() {
        const { csrfmiddlewaretoken, client_id, ...values } = said(this.form);
        for (const name of Object.keys(values)) values[name] = values[name].trim();
        const wrong = await this.#wrong(values);
        this.#tell(wrong);
        if (wrong) return;
        const person = values.whom || `${values.phone} ${values.name}`, who = values.name || `…${values.whom.slice(-4)}`;
        values.point = this.form.dataset.point;
        await this.outbox.add({ kind: "swab", person, task: TASK, who, what: values.tube, values, href: location.pathname });
        await this.count();
        this.#emptied(values);
    }

    /* What can be seen at once; the server sees the rest. */
    async #wrong({ tube, kind, whom, name, phone }) {
        if (!whom && !(name && phone)) return word("nobody");
        if (whom && !PERSON.test(whom) && identity(whom) === false) return word("wrong_id", { value: whom });
        const line = this.tubes.line(tube, kind);
        if (line && line.dataset.state !== "open") return word("sealed", { tube });
        if (this.tubes.full(line)) return word("full", { tube });
        const same = ({ values, outcome }) => outcome?.fate !== "refused" && values.point && (whom ? values.whom === whom : values.name === name && values.phone === phone);
        const before = (await this.outbox.list()).find(same);
        return before ? word("twice", { tube: before.values.tube }) : "";
    }

    /* The next person; where the tube is full, the next tube. */
    #emptied({ tube, kind }) {
        for (const name of EMPTIED) this.form.elements[name].value = "";
        this.form.elements.visitor.checked = false;
        if (this.tubes.full(this.tubes.line(tube, kind))) {
            this.form.elements.tube.value = "";
            this.#tell(word("full", { tube }));
        }
        this.#next();
    }

    #tell(text) {
        field.querySelector("[data-wrong]").textContent = text;
    }

    #next() {
        const { tube, whom } = this.form.elements;
        (tube.value ? whom : tube).focus({ preventScroll: true });
    }

    settle() { /* the form is always there for the next */ }

    reopen() { /* what came back is filled in from the list of records */ }
}

await open(Page);
