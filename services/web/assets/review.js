// The review by keyboard: J and K walk through the entries, and the other keys do to the one that has the focus what its
// links and buttons do. They do nothing where no entry has it.
"use strict";

(() => {
  const entries = [...document.querySelectorAll("[data-review]")];
  const { isTyping } = window.saglig;
  const current = () => document.activeElement?.closest("[data-review]") ?? null;

  const goTo = (entry) => {
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const at = entries.indexOf(current());
    const next = at < 0 ? entries.at(by > 0 ? 0 : -1) : entries[at + by];
    if (next) goTo(next);
    else if (by > 0) document.querySelector(".sg-pager a[rel=next]")?.focus();
  };

  /** Without a reason nothing of what was found can be shown, so that one letter alone lets nothing out. */
  const release = (button) => {
    const { reason, public_title: title, public_correspondent: correspondent } = button.form.elements;
    const isReworded = [title, correspondent].some((field) => field.value !== field.defaultValue);
    if (reason.value.trim() === "" && !isReworded) {
      reason.closest("details").open = true; // it is folded where nothing is to be explained
      reason.focus();
    } else button.form.requestSubmit(button);
  };
  const act = (key) => {
    const element = current()?.querySelector(`[data-by="${key}"]`);
    if (!element) return false;
    const folded = element.closest("details");
    if (folded) folded.open = true;
    if (element.matches("button")) release(element);
    else if (element.matches("a, input[type=checkbox]")) element.click();
    else element.focus();
    folded?.scrollIntoView({ block: "nearest" });
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && isTyping(event.target) && current()) {
      goTo(current());
      return;
    }
    const isTick = event.target.matches("input[type=checkbox]");
    if (isTyping(event.target) && !isTick) return;
    const key = event.key === "Enter" ? "o" : event.key.toLowerCase();
    if (event.key === "Enter" && event.target !== current()) return; // links and buttons have it themselves
    if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (!"lvhoex".includes(key) || !act(key)) return;
    event.preventDefault();
  });

  const all = document.querySelector("[data-ticks-all]");
  const ticks = () => [...document.querySelectorAll("input[name=post]")];
  const shown = document.querySelector("[data-ticked]");
  const hold = shown?.closest("button");
  const count = () => {
    const ticked = ticks().filter((tick) => tick.checked).length;
    shown.textContent = ticked > 0 ? `\u00a0(${ticked})` : "";
    hold.disabled = ticked === 0;
    all.checked = ticked > 0 && ticked === ticks().length;
  };
  if (all && shown) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      for (const tick of ticks()) tick.checked = all.checked;
    });
    document.addEventListener("change", count);
    window.addEventListener("pageshow", count);
    count();
  }

  // Where the page opens: at what is wrong, or at the entry that its address names.
  const wrong = entries.find((entry) => entry.querySelector("[role=alert]"));
  const named = entries.find((entry) => `#${entry.id}` === location.hash);
  const fields = wrong?.dataset.wrong ? [...wrong.querySelectorAll(`[name="${wrong.dataset.wrong}"]`)] : [];
  const field = fields.find((one) => one.checkVisibility()); // of the form that was refused: the other's is folded
  if (field) field.focus();
  else if (wrong ?? named) goTo(wrong ?? named);
})();
