// A field that finds things while one types (WAI-ARIA combobox with a list). htmx fetches the options; this file opens
// the list, moves in it by keys and takes one. Without scripts the field takes a number as typed.
"use strict";

(() => {
  const optionsOf = (list) => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];

  const setUp = (box) => {
    const input = box.querySelector("input:not([type=hidden])");
    const value = box.querySelector("[data-value]");
    const list = box.querySelector("ul");
    let active = -1;

    list.setAttribute("role", "listbox");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);

    const show = (isOpen) => {
      list.hidden = !isOpen;
      input.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen) move(-1);
    };
    const move = (to) => {
      const options = optionsOf(list);
      active = options.length === 0 ? -1 : Math.max(-1, Math.min(to, options.length - 1));
      options.forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === active));
        option.id = `${list.id}-${at}`;
      });
      if (active < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", options[active].id);
        options[active].scrollIntoView({ block: "nearest" });
      }
    };
    const take = (option) => {
      value.value = option.dataset.value;
      input.value = option.dataset.text;
      show(false);
      input.dispatchEvent(new CustomEvent("saglig:chosen", { bubbles: true }));
    };

    input.addEventListener("input", () => { value.value = ""; });
    input.addEventListener("keydown", (event) => {
      const isOpen = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen && list.children.length > 0) show(true);
        move(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && isOpen && !event.ctrlKey) {
        const options = optionsOf(list);
        if (options.length > 0) {
          event.preventDefault();
          take(options[Math.max(active, 0)]);
        }
      } else if (event.key === "Escape" && isOpen) {
        event.stopPropagation();
        show(false);
      }
    });
    input.addEventListener("blur", () => setTimeout(() => show(false), 150));
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]:not([aria-disabled])");
      event.preventDefault();
      if (option) take(option);
    });
    input.addEventListener("htmx:configRequest", (event) => {
      delete event.detail.parameters[input.name];
      event.detail.parameters[input.dataset.parameter] = input.value;
    });
    list.addEventListener("htmx:afterSwap", () => {
      if (document.activeElement !== input) return;
      move(-1);
      show(list.children.length > 0);
    });
    show(false);
  };

  for (const box of document.querySelectorAll("[data-combobox]")) setUp(box);

  // A suggestion under a field is taken with one press.
  document.addEventListener("click", (event) => {
    const suggestion = event.target.closest("[data-suggests]");
    if (!suggestion) return;
    const field = document.getElementById(suggestion.dataset.suggests);
    const box = field.closest("[data-combobox]");
    field.value = suggestion.dataset.text ?? suggestion.dataset.value;
    if (box) box.querySelector("[data-value]").value = suggestion.dataset.value;
    suggestion.hidden = true;
    field.focus();
  });
})();
