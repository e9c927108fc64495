// Files dropped anywhere on the page, or picked, are sent one by one with their progress and the time that is left.
"use strict";

(() => {
  const form = document.querySelector("[data-upload]");
  const list = document.querySelector("[data-uploads]");
  const curtain = document.querySelector("[data-drop]");
  if (!form || !list) return;
  const input = form.querySelector("input[type=file]");
  const words = list.dataset;
  const waiting = [];
  let isSending = false;

  const timeLeft = (began, done, total) => {
    const seconds = ((performance.now() - began) / 1000) * (total / done - 1);
    return seconds < 45 ? "" : words.textLeft.replace("#", String(Math.ceil(seconds / 60)));
  };

  const row = (file) => {
    const item = document.createElement("li");
    item.className = "sg-upload-row";
    const name = document.createElement("span");
    name.textContent = file.name;
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    const note = document.createElement("span");
    note.className = "sg-quiet";
    item.append(name, bar, note);
    list.append(item);
    return { item, bar, note };
  };

  const failure = (status) => {
    if (status === 507) return words.textFull;
    if (status === 413) return words.textLarge;
    return words.textFailed;
  };

  const send = ({ file, shown }) => new Promise((resolve) => {
    const body = new FormData();
    body.append("csrf", window.saglig.csrf());
    body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    const began = performance.now();
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRF-Token", window.saglig.csrf());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable || event.loaded === 0) return;
      shown.bar.value = event.loaded / event.total;
      shown.note.textContent = timeLeft(began, event.loaded, event.total);
    });
    const end = () => {
      const isReceived = request.status >= 200 && request.status < 400;
      shown.bar.hidden = true;
      shown.note.textContent = isReceived ? words.textDone : failure(request.status);
      shown.item.classList.add(isReceived ? "is-done" : "is-failed");
      if (isReceived) setTimeout(() => shown.item.remove(), 4000);
      resolve(isReceived);
    };
    request.addEventListener("load", end);
    request.addEventListener("error", end);
    request.addEventListener("timeout", end);
    request.send(body);
  });

  const work = async () => {
    if (isSending) return;
    isSending = true;
    let received = 0;
    while (waiting.length > 0) received += (await send(waiting.shift())) ? 1 : 0;
    isSending = false;
    if (received > 0) document.dispatchEvent(new CustomEvent("saglig:received"));
  };

  const add = (files) => {
    for (const file of files) waiting.push({ file, shown: row(file) });
    work();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("[data-only-without-scripts]")) button.hidden = true;
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });

  let depth = 0;
  const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const lower = (isDown) => { curtain.hidden = !isDown; };
  document.addEventListener("dragenter", (event) => {
    if (!hasFiles(event)) return;
    depth += 1;
    lower(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!hasFiles(event)) return;
    depth -= 1;
    if (depth <= 0) lower(false);
  });
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    lower(false);
    add(event.dataTransfer.files);
  });
})();
