// What every page does beyond links and forms: keys, the toast, menus that close, and the token that htmx needs.
"use strict";

(() => {
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  const open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) dialog.showModal();
  };

  /** Puts a message into the status region; screen readers read it. */
  const say = (text, isError) => {
    const region = document.getElementById("toasts");
    const toast = document.createElement("div");
    toast.className = isError ? "sg-toast sg-toast--error" : "sg-toast";
    const words = document.createElement("p");
    words.textContent = text;
    toast.append(words);
    region.replaceChildren(toast);
    if (!isError) setTimeout(() => toast.remove(), 6000);
  };
  window.saglig = { say, isTyping, csrf: () => document.querySelector("meta[name=csrf]").content };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenus();
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const field = key === "/" ? document.querySelector("[data-key='/']") : null;
    if (field) {
      event.preventDefault();
      field.select();
    } else if (key === "?") {
      open("keys");
    } else if (key === "z") {
      document.querySelector("[data-undo]")?.requestSubmit();
    }
  });

  const closeMenus = () => {
    for (const menu of document.querySelectorAll("details.sg-user[open]")) menu.open = false;
    if (location.hash === "#menu") location.hash = "#main";
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
    event.target.closest("[data-closes]")?.closest("[data-toast]")?.remove();
    if (!event.target.closest("details.sg-user")) {
      for (const menu of document.querySelectorAll("details.sg-user[open]")) menu.open = false;
    }
  });

  // What someone has typed and not sent is not for the next one at this machine.
  const forgetDrafts = () => {
    try {
      for (const key of Object.keys(localStorage)) if (key.startsWith("saglig-draft-")) localStorage.removeItem(key);
    } catch {
      // There is no store to forget in.
    }
  };
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/log-ud") forgetDrafts();
  });

  // A form that is sent twice would do its thing twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.isSent) event.preventDefault();
    form.dataset.isSent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-is-sent]")) delete form.dataset.isSent;
  });

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRF-Token"] = window.saglig.csrf();
  });

  // What only works with scripts is hidden until there are some.
  for (const element of document.querySelectorAll("[data-opens], [data-closes]")) element.hidden = false;
  const pageKeys = document.querySelector("[data-page-keys]");
  const list = document.getElementById("page-keys");
  if (pageKeys && list) list.append(...pageKeys.children);

  // Selects and choices that act at once, with a button for those without scripts.
  for (const form of document.querySelectorAll("form[data-submits-itself]")) {
    form.addEventListener("change", () => form.requestSubmit());
    for (const button of form.querySelectorAll("[data-only-without-scripts]")) button.hidden = true;
  }
})();
