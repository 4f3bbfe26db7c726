/* A temperature as thumbs type it: 36.5, 365, 38,1 and 36。5 are understood. The server decides; this only asks at once. */

const LOWEST = 30, HIGHEST = 45;

export function celsius(text) {
    let plain = text.normalize("NFKC").replace(/\s/g, "").replace(/[,，。．、·:：]/g, ".").replace(/(°C|℃|度)$/, "");
    if (/^[34]\d\d$/.test(plain)) plain = `${plain.slice(0, 2)}.${plain[2]}`;
    if (!/^\d\d(\.\d)?$/.test(plain)) return null;
    const value = Number(plain);
    return value >= LOWEST && value <= HIGHEST ? value : null;
}
