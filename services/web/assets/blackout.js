// Blacking out: boxes are drawn, moved and drawn larger on a page's picture with mouse, pen, finger or keys, and what is
// suggested is taken or dismissed. Each act is sent, and the page comes back as it is then.
"use strict";

(() => {
  const tools = document.querySelector("[data-box-form]");
  if (!tools) return;
  const words = tools.dataset;
  const least = 4; // thousandths: less is a click, not a box
  const step = 5;
  const settle = 600; // milliseconds after the last key

  // Boxes come in thousandths of the picture; styles set by script are what the content policy allows.
  const place = (box, [left, top, width, height]) => {
    box.style.left = `${left / 10}%`;
    box.style.top = `${top / 10}%`;
    box.style.width = `${width / 10}%`;
    box.style.height = `${height / 10}%`;
  };
  const say = (text) => { document.querySelector("[data-box-said]").textContent = text; };

  // Of each box, where it is changed and removed. The addresses name how it was seen, so that they are new after each act.
  const addresses = new Map();

  // Sends a form's fields, and puts what came back in the place of the figure and of what counts.
  const sendNow = async (id, path, values, said, focus) => {
    const figure = document.getElementById(id);
    const fields = new URLSearchParams({ csrf: tools.elements.csrf.value });
    for (const [name, value] of Object.entries(values)) fields.set(name, String(value));
    const answer = await fetch(path, { method: "POST", body: fields });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(id);
    if (!answer.ok || !fresh) {
      location.reload();
      return;
    }
    const before = new Set([...figure.querySelectorAll("[data-box]")].map((box) => box.dataset.box));
    figure.replaceWith(fresh);
    for (const part of ["[data-suggestions]", "[data-progress]"]) {
      const now = page.querySelector(part);
      if (now) document.querySelector(part)?.replaceWith(now);
    }
    begin(fresh);
    // What was refused, since somebody else has changed it or for another reason, is told by the page that came back.
    const refused = page.querySelector("[data-toast] p")?.textContent;
    if (refused) window.saglig.say(refused, true);
    else say(said);
    const made = [...fresh.querySelectorAll("[data-box]")].find((box) => !before.has(box.dataset.box));
    const next = focus === "made" ? made : focus && fresh.querySelector(focus);
    (next ?? fresh.querySelector(".sg-suggested") ?? fresh.querySelector("[data-new-box]"))?.focus({ preventScroll: true });
  };
  // One after the other: what is done while another act is under way begins where that one ended.
  let last = Promise.resolve();
  const send = (figure, pathNow, values, said, focus) => {
    last = last.catch(() => {}).then(() => sendNow(figure.id, pathNow(), values, said, focus));
  };
  const draw = (figure, [left, top, width, height]) =>
    send(figure, () => tools.action, { page: figure.dataset.page, left, top, width, height, exemption: tools.elements.exemption.value }, words.said, "made");
  const suggest = (figure, key, what) =>
    send(figure, () => words.suggest, { key, what }, what === "take" ? words.said : words.saidDismissed, ".sg-suggested");

  const within = ([left, top, width, height]) => {
    const w = Math.min(1000, Math.max(least, width));
    const h = Math.min(1000, Math.max(least, height));
    return [Math.min(1000 - w, Math.max(0, left)), Math.min(1000 - h, Math.max(0, top)), w, h];
  };
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const showBox = (figure, picture, [left, top, width, height, id, paragraph, changePath, removePath]) => {
    addresses.set(id, { changePath, removePath });
    const box = document.createElement("button");
    box.type = "button";
    box.className = "sg-blackout";
    box.dataset.box = id;
    box.title = paragraph;
    box.setAttribute("aria-label", `${words.boxName}: ${paragraph}`);
    box.setAttribute("aria-describedby", "box-keys");
    const grip = document.createElement("span");
    grip.className = "sg-grip";
    box.append(grip);
    let at = [left, top, width, height];
    place(box, at);
    picture.append(box);
    const keep = () => {
      const moved = at[0] !== left || at[1] !== top;
      const sized = at[2] !== width || at[3] !== height;
      if (!moved && !sized) return;
      // A box that is only moved keeps its size to the pixel, which thousandths would round.
      send(figure, () => addresses.get(id).changePath, { ...(moved && { left: at[0], top: at[1] }), ...(sized && { width: at[2], height: at[3] }) }, words.saidChanged, `[data-box="${id}"]`);
    };
    let later;
    box.addEventListener("keydown", (event) => {
      if (event.key === "Delete" || event.key === "Backspace") {
        event.preventDefault();
        clearTimeout(later);
        send(figure, () => addresses.get(id).removePath, { page: figure.dataset.page }, words.saidRemoved, "[data-box]");
        return;
      }
      const by = arrows[event.key];
      if (!by || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const far = event.altKey ? 1 : step;
      const [dx, dy] = [by[0] * far, by[1] * far];
      at = within(event.shiftKey ? [at[0], at[1], at[2] + dx, at[3] + dy] : [at[0] + dx, at[1] + dy, at[2], at[3]]);
      place(box, at);
      clearTimeout(later);
      later = setTimeout(keep, settle);
    });
    let from;
    box.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.stopPropagation();
      box.setPointerCapture(event.pointerId);
      from = { x: event.clientX, y: event.clientY, sizes: event.target === grip, at };
    });
    box.addEventListener("pointermove", (event) => {
      if (!from) return;
      const edge = picture.getBoundingClientRect();
      const dx = Math.round(((event.clientX - from.x) / edge.width) * 1000);
      const dy = Math.round(((event.clientY - from.y) / edge.height) * 1000);
      const [l, t, w, h] = from.at;
      at = within(from.sizes ? [l, t, w + dx, h + dy] : [l + dx, t + dy, w, h]);
      place(box, at);
    });
    box.addEventListener("pointercancel", () => {
      at = from?.at ?? at;
      from = undefined;
      place(box, at);
    });
    box.addEventListener("pointerup", () => {
      if (!from) return;
      from = undefined;
      keep();
    });
  };

  const showSuggestion = (figure, picture, [left, top, width, height, key, why]) => {
    const box = document.createElement("button");
    box.type = "button";
    box.className = "sg-suggested";
    box.title = why;
    box.setAttribute("aria-label", `${words.suggestedName}: ${why}`);
    box.setAttribute("aria-describedby", "box-keys");
    place(box, [left, top, width, height]);
    picture.append(box);
    box.addEventListener("click", () => suggest(figure, key, "take"));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      event.preventDefault();
      suggest(figure, key, "dismiss");
    });
  };

  function begin(figure) {
    const picture = figure.querySelector("[data-marked]");
    if (!picture) return;
    for (const suggested of JSON.parse(picture.dataset.suggested)) showSuggestion(figure, picture, suggested);
    for (const marked of JSON.parse(picture.dataset.marked)) showBox(figure, picture, marked);
    const fresh = figure.querySelector("[data-new-box]");
    if (fresh) {
      fresh.hidden = false;
      fresh.addEventListener("click", () => draw(figure, [350, 480, 300, 40]));
    }
    let drawn;
    let from;
    const at = (event) => {
      const edge = picture.getBoundingClientRect();
      const part = (value, whole) => Math.round(Math.min(1, Math.max(0, value / whole)) * 1000);
      return [part(event.clientX - edge.left, edge.width), part(event.clientY - edge.top, edge.height)];
    };
    const between = ([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v), Math.abs(x - u), Math.abs(y - v)];
    picture.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !event.isPrimary) return;
      if (event.target === picture) event.preventDefault();
      from = at(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (!from) return;
      const box = between(from, at(event));
      if (!drawn) {
        // What begins on a suggestion and goes nowhere is a click on it.
        if (box[2] < least && box[3] < least) return;
        picture.setPointerCapture(event.pointerId);
        drawn = document.createElement("span");
        drawn.className = "sg-blackout is-drawn";
        picture.append(drawn);
      }
      place(drawn, box);
    });
    const stop = () => {
      drawn?.remove();
      drawn = undefined;
      from = undefined;
    };
    picture.addEventListener("pointercancel", stop);
    picture.addEventListener("pointerup", (event) => {
      const box = drawn && between(from, at(event));
      if (!box || box[2] < least || box[3] < least) {
        stop();
        return;
      }
      drawn = undefined;
      from = undefined;
      draw(figure, box);
    });
  }

  for (const figure of document.querySelectorAll("[data-judged]")) begin(figure);
})();
