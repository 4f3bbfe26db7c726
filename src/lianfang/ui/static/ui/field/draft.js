/* What was typed into a form and is not yet taken: kept in this window, and put back where the form stands again.
   Values of several boxes of one name are one text, with commas between. */

const DRAFT = "lianfang-draft:";

export function values(form) {
    const found = {};
    for (const [name, value] of new FormData(form)) {
        if (typeof value === "string") found[name] = name in found ? `${found[name]},${value}` : value;
    }
    return found;
}

export function putDraft(name, kept) {
    sessionStorage.setItem(DRAFT + name, JSON.stringify(kept));
}

export function dropDraft(name) {
    sessionStorage.removeItem(DRAFT + name);
}

export function takeDraft(name, form) {
    const kept = JSON.parse(sessionStorage.getItem(DRAFT + name) ?? "null");
    for (const control of kept ? form.elements : []) {
        const said = kept[control.name];
        if (control.type === "checkbox") control.checked = said !== undefined && said.split(",").includes(control.value);
        else if (control.type === "radio") control.checked = said === control.value;
        else if (said !== undefined && control.type !== "hidden" && control.type !== "file") control.value = said;
    }
    return kept !== null;
}
