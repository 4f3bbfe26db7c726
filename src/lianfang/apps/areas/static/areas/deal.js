// Villages may be dragged from one officer to another: the drop fills in and sends the form that stands there anyway.
"use strict";

for (const village of document.querySelectorAll(".deal li")) {
    if (!village.querySelector("form")) continue;
    village.draggable = true;
    village.addEventListener("dragstart", (event) => {
        event.dataTransfer.setData("text/plain", village.id);
        event.dataTransfer.effectAllowed = "move";
    });
}

for (const hand of document.querySelectorAll(".deal .hand[data-officer]:not([data-officer=''])")) {
    hand.addEventListener("dragover", (event) => {
        event.preventDefault();
        hand.classList.add("over");
    });
    hand.addEventListener("dragleave", () => hand.classList.remove("over"));
    hand.addEventListener("drop", (event) => {
        event.preventDefault();
        hand.classList.remove("over");
        const village = document.getElementById(event.dataTransfer.getData("text/plain"));
        const form = village && village.querySelector("form");
        if (!form || hand.contains(village)) return;
        form.elements.officer.value = hand.dataset.officer;
        form.requestSubmit();
    });
}
