/* A citizen's number as thumbs and scanners type it: true where its check character is right, false where it is wrong, null
   for what is no such number. The server decides; this only asks before the person has gone. */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], CHECKS = "10X98765432";

export function identity(text) {
    const plain = text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
    if (!/^\d{17}[\dX]$/.test(plain)) return null;
    const total = WEIGHTS.reduce((sum, weight, place) => sum + weight * Number(plain[place]), 0);
    return CHECKS[total % CHECKS.length] === plain[17];
}
