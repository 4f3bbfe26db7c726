/* A signature drawn with a finger or a pen: each stroke that ends makes the picture anew, as the file of the hidden
   field beside it. The form, or its queue, sends it like a photograph; nothing drawn, nothing sent. */

const INK = "#101418", PAPER = "#ffffff", NAME = "signature.png";

export function offerSignature(form) {
    const offer = form.querySelector("[data-signature]");
    if (!offer) return;
    const input = offer.querySelector("input"), canvas = offer.querySelector("canvas"), pen = canvas.getContext("2d");
    let drawing = null;

    const wipe = () => {
        pen.fillStyle = PAPER;
        pen.fillRect(0, 0, canvas.width, canvas.height);
        Object.assign(pen, { strokeStyle: INK, lineWidth: 5, lineCap: "round", lineJoin: "round" });
        input.value = "";
        delete offer.dataset.signed;
    };
    const place = ({ offsetX, offsetY }) => [offsetX * canvas.width / canvas.clientWidth, offsetY * canvas.height / canvas.clientHeight];
    const begin = (event) => {
        drawing = event.pointerId;
        canvas.setPointerCapture(drawing);
        pen.beginPath();
        pen.moveTo(...place(event));
        draw(event);
    };
    const draw = (event) => {
        if (event.pointerId !== drawing) return;
        pen.lineTo(...place(event));
        pen.stroke();
        event.preventDefault();
    };
    const end = (event) => {
        if (event.pointerId !== drawing) return;
        drawing = null;
        canvas.toBlob((picture) => {
            const held = new DataTransfer();
            held.items.add(new File([picture], NAME, { type: "image/png" }));
            input.files = held.files;
            offer.dataset.signed = "1";
        }, "image/png");
    };

    canvas.addEventListener("pointerdown", begin);
    canvas.addEventListener("pointermove", draw);
    canvas.addEventListener("pointerup", end);
    canvas.addEventListener("pointercancel", end);
    offer.querySelector("button").addEventListener("click", wipe);
    wipe();
    offer.hidden = false;
}
