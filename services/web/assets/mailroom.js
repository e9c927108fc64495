// The mailroom: arrow keys in the list, Ctrl+Enter to journal, and a list that follows what happens by itself.
"use strict";

(() => {
  const room = document.querySelector("[data-mailroom]");
  if (!room) return;
  // A form that had errors is shown at its own address, where there is nothing to fetch.
  if (location.pathname.endsWith("/journaliser")) {
    history.replaceState(null, "", location.pathname.replace("/journaliser", "") + location.search);
  }
  const links = () => [...room.querySelectorAll(".sg-item-link")];

  const step = (by) => {
    const all = links();
    const from = all.indexOf(document.activeElement.closest?.(".sg-item-link"));
    const current = from >= 0 ? from : all.findIndex((link) => link.hasAttribute("aria-current"));
    const next = all[Math.max(0, Math.min(all.length - 1, current + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    const form = document.querySelector("[data-journal]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (window.saglig.isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest("[data-pages]")) return;  // there the arrows scroll
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  });

  // The list comes back where it was left.
  const list = room.querySelector(".sg-mailroom-list");
  const place = sessionStorage.getItem("mailroom-place");
  if (place) list.scrollTop = Number(place);
  room.querySelector(".sg-item-link[aria-current]")?.scrollIntoView({ block: "nearest" });
  list.addEventListener("scroll", () => sessionStorage.setItem("mailroom-place", String(list.scrollTop)), { passive: true });

  // Whom a letter can be handed to follows the unit that is chosen; without this the server says who can't have it.
  const unit = document.querySelector(".sg-hand-over #unit");
  const caseworker = document.querySelector(".sg-hand-over #caseworker");
  const followUnit = () => {
    const above = unit.selectedOptions[0].dataset.above.split(" ");
    for (const option of caseworker.options) {
      const fits = option.value === "" || option.dataset.places.split(" ").some((place) => above.includes(place));
      option.hidden = option.disabled = !fits;
    }
    if (caseworker.selectedOptions[0]?.disabled) caseworker.value = "";
  };
  if (unit && caseworker) {
    unit.addEventListener("change", followUnit);
    followUnit();
  }

  const parse = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const listParts = ["#mailroom-total", "#mailroom-views", "#items", "#mailroom-empty", "#mailroom-none", ".sg-menu ul"];
  const wanted = new Set();
  let isRenewing = false;

  const put = (part, fresh) => {
    const before = document.querySelector(part);
    const after = fresh.querySelector(part);
    if (before && after && before.innerHTML !== after.innerHTML) before.replaceChildren(...after.childNodes);
  };
  /** Draws the parts anew that the server knows more about; the form, which someone may be filling, is left alone. */
  const renew = async (parts) => {
    for (const part of parts) wanted.add(part);
    if (isRenewing) return;
    isRenewing = true;
    while (wanted.size > 0) {
      const now = [...wanted];
      wanted.clear();
      const fresh = await parse().catch(() => null);
      const focused = document.activeElement?.closest?.("[data-item]")?.dataset.item;
      for (const part of fresh ? now : []) put(part, fresh);
      if (focused) room.querySelector(`[data-item="${focused}"] .sg-item-link`)?.focus();
    }
    isRenewing = false;
  };

  const showProgress = (element, item) => {
    const bar = element?.querySelector("progress");
    if (!bar) return;
    bar.max = Math.max(item.page_count, 1);
    bar.value = item.pages_read;
    const text = element.querySelector("[data-progress-text]");
    if (text) text.textContent = item.progress_text;
  };

  const isOpen = (id) => location.pathname === `/postbakke/${id}`;
  const onItem = (item) => {
    const row = room.querySelector(`[data-item="${Number(item.id)}"]`);
    if (!row && !isOpen(item.id)) return;  // on another page of the list; what comes and goes is told by "list"
    if (!item.is_busy) {
      renew(isOpen(item.id) ? [...listParts, "#document"] : listParts);
      return;
    }
    if (isOpen(item.id)) showProgress(document.querySelector("[data-item-progress]"), item);
    if (!row) return;
    const chip = row.querySelector("[data-state]");
    chip.textContent = item.state_text;
    chip.className = item.tone ? `sg-chip sg-chip--${item.tone}` : "sg-chip";
    const progress = row.querySelector("[data-progress]");
    progress.hidden = false;
    showProgress(progress, item);
  };

  const events = new EventSource(room.dataset.events);
  events.addEventListener("item", (event) => onItem(JSON.parse(event.data)));
  events.addEventListener("list", () => renew(listParts));
  document.addEventListener("saglig:received", () => renew(listParts));
  window.addEventListener("pagehide", () => events.close());
})();
