// Casework: keys that lead to a case's parts, and drafts that outlive a lost connection.
//
// What is typed in a form with data-draft is kept in the browser until it is journaled, under a key that names the
// person, and forgotten when the person signs out: the browser may be somebody else's tomorrow (saglig.js does that).
"use strict";

(() => {
  const { say, isTyping } = window.saglig;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (!/^[a-zæøå]$/.test(key)) return;
    const field = document.querySelector(`input[data-key="${key}"]`);
    const link = document.querySelector(`a[data-goes-by="${key}"]`);
    if (!field && !link) return;
    event.preventDefault();
    if (field) field.focus();
    else link.click();
  });

  // A case counts as seen when someone has had it before them for a moment; opening it shall not wait for that.
  const seen = document.querySelector("[data-seen]");
  if (seen) {
    setTimeout(() => {
      const headers = { accept: "application/json", "X-CSRF-Token": window.saglig.csrf() };
      fetch(seen.dataset.seen, { method: "POST", headers, keepalive: true }).catch(() => {});
    }, 1500);
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = `saglig-draft-${form.dataset.draft}`;
  const state = form.querySelector("[data-draft-state]");
  const fields = () => [...form.elements].filter((field) => field.name && !["hidden", "file", "checkbox"].includes(field.type));
  const words = document.documentElement.lang === "en"
    ? {
        kept: "Draft kept in this browser.",
        found: "Your draft is back. It is not journaled yet.",
        offline: "No connection. What you wrote is kept in this browser: try again in a moment.",
        signedOut: "You are signed out. What you wrote is kept: sign in again in another tab, then try again.",
      }
    : {
        kept: "Kladden er gemt i denne browser.",
        found: "Din kladde er hentet frem. Den er ikke journaliseret endnu.",
        offline: "Ingen forbindelse. Det, du skrev, er gemt i denne browser: prøv igen om et øjeblik.",
        signedOut: "Du er logget ud. Det, du skrev, er gemt: log ind igen i et andet faneblad, og prøv igen her.",
      };

  const keep = () => {
    const typed = Object.fromEntries(fields().map((field) => [field.name, field.value]));
    const isEmpty = Object.values(typed).every((value) => value.trim() === "");
    try {
      if (isEmpty) localStorage.removeItem(name);
      else localStorage.setItem(name, JSON.stringify(typed));
      state.textContent = isEmpty ? "" : words.kept;
    } catch {
      state.textContent = ""; // a full or forbidden store keeps nothing, and says nothing that isn't so
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(name);
    } catch {
      // There was no store to forget in.
    }
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 250);
  });
  window.addEventListener("pagehide", () => {
    if (!form.dataset.isDone && waiting) keep();
  });

  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? "null");
    // What the server put into the form gives way to what was typed, but not to what was just refused or chosen.
    const isUntouched = fields().every((field) => field.value === "") || form.hasAttribute("data-draft-first");
    if (kept && isUntouched) {
      for (const field of fields()) field.value = kept[field.name] ?? "";
      state.textContent = words.found;
    }
  } catch {
    forget();
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });

  // Sent from here, so that a connection that fails leaves the page and what stands on it.
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.hasAttribute("formaction")) return; // a look at it: nothing is journaled
    event.preventDefault();
    clearTimeout(waiting);
    keep();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: form.enctype === "multipart/form-data" ? new FormData(form) : new URLSearchParams(new FormData(form)),
        headers: { accept: "application/json" },
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect") {
        form.dataset.isDone = "yes";
        forget();
        location.assign(form.dataset.done);
        return;
      }
      if (answer.status === 401) {
        say(words.signedOut, true);
      } else {
        form.submit(); // the page says what is wrong with the fields; nothing has been journaled
        return;
      }
    } catch {
      say(words.offline, true);
    }
    delete form.dataset.isSent;
    button.disabled = false;
  });
})();
