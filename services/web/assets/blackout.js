// Blacking out: a box is drawn on a page's picture with mouse, pen or finger, sent, and the page comes back with it.
"use strict";

(() => {
  const form = document.querySelector("[data-box-form]");
  if (!form) return;
  const exemption = document.querySelector("#box-exemption");
  const least = 4; // thousandths: less is a click, not a box

  // Boxes come in thousandths of the picture; styles set by script are what the content policy allows.
  const place = (box, [left, top, width, height]) => {
    box.style.left = `${left / 10}%`;
    box.style.top = `${top / 10}%`;
    box.style.width = `${width / 10}%`;
    box.style.height = `${height / 10}%`;
  };
  const show = (figure) => {
    const picture = figure.querySelector("[data-marked]");
    if (!picture) return;
    for (const marked of JSON.parse(picture.dataset.marked)) {
      const box = document.createElement("span");
      box.className = "sg-blackout";
      place(box, marked);
      picture.append(box);
    }
  };

  const send = async (figure, [left, top, width, height]) => {
    const fields = new FormData(form);
    fields.set("page", figure.dataset.page);
    for (const [name, value] of Object.entries({ left, top, width, height })) fields.set(name, String(value));
    fields.set("exemption", exemption.value);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(fields) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(`#${figure.id}`);
    if (!answer.ok || !fresh) {
      location.reload();
      return;
    }
    figure.replaceWith(fresh);
    begin(fresh);
    document.querySelector("[data-box-said]").textContent = form.dataset.said;
  };

  function begin(figure) {
    show(figure);
    const picture = figure.querySelector("[data-marked]");
    if (!picture || picture.dataset.marked === undefined) return;
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
      event.preventDefault();
      picture.setPointerCapture(event.pointerId);
      from = at(event);
      drawn = document.createElement("span");
      drawn.className = "sg-blackout is-drawn";
      picture.append(drawn);
    });
    picture.addEventListener("pointermove", (event) => {
      if (drawn) place(drawn, between(from, at(event)));
    });
    const stop = () => {
      drawn?.remove();
      drawn = undefined;
    };
    picture.addEventListener("pointercancel", stop);
    picture.addEventListener("pointerup", (event) => {
      if (!drawn) return;
      const box = between(from, at(event));
      if (box[2] < least || box[3] < least) {
        stop();
        return;
      }
      drawn = undefined;
      send(figure, box);
    });
  }

  for (const figure of document.querySelectorAll("[data-judged]")) begin(figure);
})();
