/* Where the phone is, when its holder asks for it: coordinates and how exact they are become text of the field beside
   the button. Never asked for by itself, never needed. */

const WAYS = { enableHighAccuracy: true, timeout: 20_000 };
const GIVEN = / ?-?\d+\.\d{5},-?\d+\.\d{5} ±\d+m WGS84/;

function asText({ coords: { latitude, longitude, accuracy } }) {
    return `${latitude.toFixed(5)},${longitude.toFixed(5)} ±${Math.ceil(accuracy)}m WGS84`;
}

export function offerPosition(form) {
    const offer = form.querySelector("[data-position]");
    if (!offer || !navigator.geolocation) return;
    const input = form.elements[offer.dataset.position];
    const status = offer.querySelector("[role=status]");
    const take = (position) => {
        input.value = `${input.value.replace(GIVEN, "")} ${asText(position)}`.trim();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        status.textContent = "";
    };
    const fail = () => { status.textContent = offer.dataset.failed; };
    offer.querySelector("button").addEventListener("click", () => {
        status.textContent = offer.dataset.asking;
        navigator.geolocation.getCurrentPosition(take, fail, WAYS);
    });
    offer.hidden = false;
}
