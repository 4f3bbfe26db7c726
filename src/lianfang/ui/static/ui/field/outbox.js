/* The queue: a record gets its identity when it is made, is sent until the server has told its fate, and never twice
   taken, however often it is sent. Events: "change" (the list is another), "state" (how sending goes). */

const CHUNK = 50, AGAIN = 4000, PATIENCE = 20000;

class Stuck extends Error {
    constructor(state, again) {
        super(state);
        Object.assign(this, { state, again });
    }
}

function token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1]
        ?? document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

export class Outbox extends EventTarget {
    #size = CHUNK;
    #timer = 0;

    /* ways: the addresses `records` and `photos`. */
    constructor(store, ways) {
        super();
        Object.assign(this, { store, ways });
    }

    /* Keep a record {kind, person, values, …}; it is safe once this resolves. Returns its identity. */
    async add(record, photo = null) {
        const made = { id: crypto.randomUUID(), entered_at: Date.now(), ...record };
        await this.store.put(made, photo);
        this.#tell("change");
        return made.id;
    }

    async list() {
        return this.store.all();
    }

    async drop(id) {
        await this.store.remove(id);
        this.#tell("change");
    }

    /* Send what waits, one sender at a time in all windows; what does not get through is tried again. */
    async send() {
        clearTimeout(this.#timer);
        await navigator.locks.request("lianfang-field", () => this.#sendAll());
    }

    async #sendAll() {
        try {
            for (let waiting = await this.#waiting(); waiting.length; waiting = await this.#waiting()) {
                this.#tell("state", { state: "sending", waiting: waiting.length });
                await this.#settle(await this.#sendSome(waiting));
            }
            this.#tell("state", { state: "sent" });
        } catch (problem) {
            if (!(problem instanceof Stuck)) throw problem;
            this.#tell("state", { state: problem.state });
            if (problem.again) this.#timer = setTimeout(() => this.send(), AGAIN);
        }
    }

    async #waiting() {
        return (await this.list()).filter((record) => !record.outcome);
    }

    async #sendSome(waiting) {
        const chunk = waiting.filter((record) => record.kind !== "photo").slice(0, this.#size);
        const body = chunk.length ? this.#batch(chunk) : await this.#photo(waiting[0]);
        const answer = await this.#post(chunk.length ? this.ways.records : this.ways.photos, body);
        if (answer.ok) {
            this.#size = CHUNK;
            return answer.json();
        }
        if (chunk.length > 1 && answer.status !== 409) {
            this.#size = 1;  // one of them may be what the server can't take: find it
            return { outcomes: [] };
        }
        if (answer.status >= 500 || answer.status === 409) throw new Stuck(answer.status === 409 ? "other" : "later", answer.status >= 500);
        const [{ id }] = chunk.length ? chunk : waiting;
        return { outcomes: [{ id, fate: "refused", sentence: `HTTP ${answer.status}` }], answered: Date.now() };
    }

    #batch(chunk) {
        const records = chunk.map(({ id, kind, person, entered_at, values, over }) => ({ id, kind, person, entered_at, values, over }));
        return JSON.stringify({ owner: this.store.owner, sent_at: Date.now(), records });
    }

    async #photo(record) {
        const form = new FormData();
        const told = { id: record.id, owner: this.store.owner, person: record.person, about: record.values.about, entered_at: record.entered_at, sent_at: Date.now() };
        for (const [name, value] of Object.entries(told)) form.set(name, value);
        form.set("photo", new Blob([await this.store.photo(record.id)]), record.values.name);
        return form;
    }

    async #post(address, body) {
        const headers = { "X-CSRFToken": token() };
        if (typeof body === "string") headers["Content-Type"] = "application/json";
        let answer;
        try {
            answer = await fetch(address, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
        } catch {
            throw new Stuck("offline", true);
        }
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Stuck("signed_out", false);
        return answer;
    }

    async #settle({ outcomes, answered }) {
        const known = new Map((await this.list()).map((record) => [record.id, record]));
        for (const outcome of outcomes) {
            const record = known.get(outcome.id);
            if (record) await this.store.put({ ...record, outcome, answered });
        }
        if (outcomes.length) this.#tell("change", { outcomes });
    }

    #tell(name, detail = {}) {
        this.dispatchEvent(new CustomEvent(name, { detail }));
    }
}
