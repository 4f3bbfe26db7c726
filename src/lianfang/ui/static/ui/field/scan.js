/* The camera as a scanner, where the browser can read codes: what it reads first is taken, and the camera is let go. */

const EVERY = 200, VIDEO = { video: { facingMode: "environment" } };

export function offerScan(form, take) {
    const offer = form.querySelector("[data-scan]"), video = form.querySelector("video");
    if (!offer || !window.BarcodeDetector || !navigator.mediaDevices?.getUserMedia) return;
    const status = offer.querySelector("[role=status]"), detector = new window.BarcodeDetector();
    let stream = null;

    const stop = () => {
        for (const track of stream?.getTracks() ?? []) track.stop();
        stream = video.srcObject = null;
        video.hidden = true;
        status.textContent = "";
    };
    const look = async () => {
        if (!stream) return;
        const [found] = await detector.detect(video).catch(() => []);
        if (!found?.rawValue) {
            setTimeout(look, EVERY);
            return;
        }
        stop();
        take(found.rawValue.trim());
    };
    const begin = async () => {
        if (stream) {
            stop();
            return;
        }
        try {
            stream = await navigator.mediaDevices.getUserMedia(VIDEO);
        } catch {
            status.textContent = status.dataset.failed;
            return;
        }
        video.srcObject = stream;
        video.hidden = false;
        status.textContent = status.dataset.looking;
        await video.play();
        look();
    };

    offer.querySelector("button").addEventListener("click", begin);
    offer.hidden = false;
}
