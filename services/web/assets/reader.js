// Reading: J and K walk through pages or rows, arrows go to the neighbours, hits are drawn on the page pictures, and a
// preview follows the row that is focused.
"use strict";

(() => {
  const pages = document.querySelector("[data-pages]");
  const figures = pages ? [...pages.querySelectorAll("[data-page]")] : [];
  const thumbs = [...document.querySelectorAll("[data-thumb]")];
  let current = 0;

  const mark = (at) => {
    current = at;
    for (const thumb of thumbs) {
      if (thumb.dataset.thumb === figures[at]?.dataset.page) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    }
  };
  const goTo = (at) => {
    if (at < 0 || at >= figures.length) return;
    figures[at].scrollIntoView({ block: "start" });
    mark(at);
  };

  if (figures.length > 0) {
    // The page that reaches furthest into the upper half is the current one.
    const atTop = () => {
      const line = pages.getBoundingClientRect().top + pages.clientHeight * 0.35;
      const below = figures.findIndex((figure) => figure.getBoundingClientRect().bottom > line);
      mark(below < 0 ? figures.length - 1 : below);
    };
    let isWaiting = false;
    pages.addEventListener("scroll", () => {
      if (isWaiting) return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        atTop();
      });
    }, { passive: true });
    const first = Number(document.querySelector("[data-first-page]")?.dataset.firstPage ?? 1);
    const at = figures.findIndex((figure) => Number(figure.dataset.page) === first);
    if (first > 1 && at > 0) goTo(at);
    else mark(0);
  }

  // Boxes come in thousandths of the picture; styles set by script are what the content policy allows.
  for (const picture of document.querySelectorAll("[data-boxes]")) {
    for (const [left, top, width, height] of JSON.parse(picture.dataset.boxes)) {
      const box = document.createElement("span");
      box.className = "sg-box";
      box.style.left = `${left / 10}%`;
      box.style.top = `${top / 10}%`;
      box.style.width = `${width / 10}%`;
      box.style.height = `${height / 10}%`;
      picture.append(box);
    }
  }

  const walk = document.querySelector("[data-walk]");
  const rows = () => [...walk.children].map((row) => row.querySelector("a")).filter(Boolean);
  const stepRow = (by) => {
    const all = rows();
    const from = all.findIndex((link) => link.closest("tr, li, article")?.contains(document.activeElement));
    all[Math.max(0, Math.min(all.length - 1, from + by))]?.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (window.saglig.isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      const by = key === "j" ? 1 : -1;
      if (figures.length > 0) goTo(current + by);
      else if (walk) stepRow(by);
    } else if (key === "arrowright" || key === "arrowleft") {
      if (event.target.closest("[data-pages]")) return;
      document.querySelector(key === "arrowright" ? "[data-next]" : "[data-previous]")?.click();
    }
  });

  const preview = document.getElementById(walk?.dataset.preview ?? "");
  if (preview) {
    const show = (event) => {
      const thumbnail = event.target.closest("tr")?.dataset.thumbnail;
      if (!thumbnail || preview.querySelector("img")?.getAttribute("src") === thumbnail) return;
      const image = document.createElement("img");
      image.src = thumbnail;
      image.alt = "";
      image.addEventListener("error", () => image.remove()); // a page whose picture was never made
      preview.replaceChildren(image);
    };
    walk.addEventListener("mouseover", show);
    walk.addEventListener("focusin", show);
    const first = walk.querySelector("[data-thumbnail]");
    if (first) show({ target: first });
  }
})();
