/* The browser's store of records on their way: sealed for their owner, kept until their fate is known and seen.

   A row is {id, owner, state, sealed}: what a record says can be read only with its owner's key, which comes with
   the owner's pages. */

const NAME = "lianfang-field", TABLE = "records";

function answered(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function finished(transaction) {
    return new Promise((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
}

async function database() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
        request.result.createObjectStore(TABLE, { keyPath: "id" }).createIndex("owner", ["owner", "state"]);
    };
    return answered(request);
}

/* How many records of an owner were not sent yet; asks for no key. */
export async function unsent(owner) {
    const opened = await database();
    const count = await answered(opened.transaction(TABLE).objectStore(TABLE).index("owner").count([owner, "waiting"]));
    opened.close();
    return count;
}

export class Store {
    static async open(owner, hexadecimal) {
        const bytes = Uint8Array.from(hexadecimal.match(/../g), (pair) => parseInt(pair, 16));
        const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
        return new Store(await database(), owner, key);
    }

    constructor(opened, owner, key) {
        Object.assign(this, { opened, owner, key });
    }

    /* Keep a record as it is now; `photo` is an ArrayBuffer or nothing. Resolves once it is on the disk. */
    async put(record, photo = null) {
        const row = { id: record.id, owner: this.owner, state: record.outcome ? "settled" : "waiting" };
        row.sealed = await this.#seal(new TextEncoder().encode(JSON.stringify(record)));
        row.photo = photo && (await this.#seal(photo));
        const transaction = this.opened.transaction(TABLE, "readwrite", { durability: "strict" });
        transaction.objectStore(TABLE).put(row);
        await finished(transaction);
    }

    /* The owner's records in the order of their entry. */
    async all() {
        const range = IDBKeyRange.bound([this.owner], [this.owner, []]);
        const rows = await answered(this.opened.transaction(TABLE).objectStore(TABLE).index("owner").getAll(range));
        const records = await Promise.all(rows.map((row) => this.#read(row)));
        return records.filter(Boolean).sort((a, b) => a.entered_at - b.entered_at);
    }

    async photo(id) {
        const row = await answered(this.opened.transaction(TABLE).objectStore(TABLE).get(id));
        return row?.photo ? this.#open(row.photo) : null;
    }

    async remove(id) {
        const transaction = this.opened.transaction(TABLE, "readwrite");
        transaction.objectStore(TABLE).delete(id);
        await finished(transaction);
    }

    async #seal(bytes) {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, bytes) };
    }

    async #open({ iv, data }) {
        return crypto.subtle.decrypt({ name: "AES-GCM", iv }, this.key, data);
    }

    /* A record sealed under a key that is no longer this owner's stays where it is, unread. */
    async #read(row) {
        try {
            return JSON.parse(new TextDecoder().decode(await this.#open(row.sealed)));
        } catch (problem) {
            if (problem.name === "OperationError") return null;
            throw problem;
        }
    }
}
