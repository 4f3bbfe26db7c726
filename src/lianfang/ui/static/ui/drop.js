// Files dropped on an element with data-drop go into its file field; a form that is complete is sent at once.
"use strict";
for (const place of document.querySelectorAll("[data-drop]")) {
    const field = place.querySelector("input[type=file]");
    const over = (event) => {
        event.preventDefault();
        place.classList.toggle("over", event.type === "dragover");
    };
    place.addEventListener("dragover", over);
    place.addEventListener("dragleave", over);
    place.addEventListener("drop", (event) => {
        over(event);
        if (!event.dataTransfer.files.length) return;
        field.files = event.dataTransfer.files;
        if (field.form.reportValidity()) field.form.requestSubmit();
    });
}
