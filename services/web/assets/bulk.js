// Of the fields for many cases at once, shows those of the chosen act; and ticks a whole page of a list at once.
"use strict";

(() => {
  const form = document.querySelector(".sg-bulk");
  const show = () => {
    const chosen = form.querySelector("input[name=handling]:checked")?.value;
    for (const fields of form.querySelectorAll("[data-for]")) fields.hidden = fields.dataset.for !== chosen;
  };
  if (form) {
    form.addEventListener("change", show);
    show();
  }

  const all = document.querySelector("[data-ticks-all]");
  const ticks = () => [...document.querySelectorAll("input[name=sag]")];
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks()) tick.checked = all.checked;
    });
    document.addEventListener("change", (event) => {
      if (event.target.name === "sag") all.checked = ticks().every((tick) => tick.checked);
    });
  }
})();
