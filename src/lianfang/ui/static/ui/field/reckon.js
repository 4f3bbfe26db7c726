/* What a computed field of a form comes to while somebody types: the arithmetic of its expression, nothing else. Of what
   this can't read it says nothing; the server works it out in any case. A blank operand makes a blank, unless has() asks. */

const TOKEN = /\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|&&|\|\||[=!<>]=|[-+*/!<>?:()])/y;
const SIGNS = [["||"], ["&&"], ["==", "!=", "<=", ">=", "<", ">"], ["+", "-"], ["*", "/"]];
const DOING = {
    "==": (a, b) => a === b, "!=": (a, b) => a !== b, "<=": (a, b) => a <= b, ">=": (a, b) => a >= b, "<": (a, b) => a < b, ">": (a, b) => a > b,
    "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b,
};

function tokens(source) {
    const found = [];
    for (TOKEN.lastIndex = 0; source.slice(TOKEN.lastIndex).trim();) {
        const match = TOKEN.exec(source);
        if (!match) throw new SyntaxError(source);
        found.push(match[1]);
    }
    return found;
}

class Reader {
    constructor(source) {
        this.left = tokens(source);
        this.asked = new Set();
        this.taken = new Set();
    }

    #next(...wanted) {
        if (wanted.length && !wanted.includes(this.left[0])) throw new SyntaxError(this.left[0]);
        return this.left.shift();
    }

    /* `a ? b : c`, else the signs from the loosest to the tightest. */
    whole() {
        const asked = this.#level(0);
        if (this.left[0] !== "?") return asked;
        this.#next("?");
        const yes = this.whole();
        this.#next(":");
        const no = this.whole();
        return (values) => (asked(values) ? yes(values) : no(values));
    }

    #level(place) {
        if (place === SIGNS.length) return this.#one();
        let made = this.#level(place + 1);
        while (SIGNS[place].includes(this.left[0])) made = joined(this.#next(), made, this.#level(place + 1));
        return made;
    }

    #one() {
        const token = this.#next();
        if (token === "(") return this.#closed(this.whole());
        if (token === "!") return negated(this.#one());
        if (token === "-") return opposite(this.#one());
        if (/^\d/.test(token)) return () => Number(token);
        if (token === "true" || token === "false") return () => token === "true";
        if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(token);
        if (token === "has") return this.#has();
        this.taken.add(token);
        return (values) => values[token];
    }

    #has() {
        this.#next("(");
        const name = this.#next();
        this.asked.add(name);
        return this.#closed((values) => values[name] !== null);
    }

    #closed(made) {
        this.#next(")");
        return made;
    }
}

function joined(sign, one, other) {
    if (sign === "&&") return (values) => one(values) && other(values);
    if (sign === "||") return (values) => one(values) || other(values);
    return (values) => DOING[sign](one(values), other(values));
}

const negated = (made) => (values) => !made(values);
const opposite = (made) => (values) => -made(values);

/* A function of values by field that gives a number, or null; null where the expression is beyond this. */
export function reckoner(source) {
    try {
        const reader = new Reader(source);
        const made = reader.whole();
        if (reader.left.length) return null;
        const needed = [...reader.taken].filter((name) => !reader.asked.has(name));
        return (values) => {
            if (needed.some((name) => values[name] === null || values[name] === undefined)) return null;
            const found = made(values);
            return Number.isFinite(found) ? found : null;
        };
    } catch (problem) {
        if (problem instanceof SyntaxError) return null;
        throw problem;
    }
}
