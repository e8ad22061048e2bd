// A seller's form on a phone: photos are made small before they are sent, and what was typed outlives the session.
// Enhancement only: without it the photo goes as it is.
(() => {
  const MOST = 1600, ENOUGH = 400_000, form = document.querySelector("form[data-draft]");
  const say = (where, words, action) => {
    const note = Object.assign(document.createElement("p"), { className: "form-text", textContent: words });
    note.setAttribute("role", "status");
    if (action) note.append(" ", action);
    where(note);
  };

  document.addEventListener("change", async ({ target: input }) => {
    const words = input.form && input.form.dataset.shrunk;
    const file = words && input.type === "file" && (input.accept || "").startsWith("image/") && input.files[0];
    if (!file || file.size < ENOUGH) return;
    try {
      const whole = await createImageBitmap(file), scale = Math.min(1, MOST / Math.max(whole.width, whole.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(whole.width * scale), height: Math.round(whole.height * scale) });
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(whole, 0, 0, canvas.width, canvas.height);
      const small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!small || small.size >= file.size || input.files[0] !== file) return;
      const kept = new DataTransfer();
      kept.items.add(new File([small], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }));
      input.files = kept.files;
      say((note) => input.after(note), words);
    } catch { /* The server judges it, and says what is wrong. */ }
  });

  if (!form) return;
  // Kept in this tab alone. A page that says "saved" throws it away; so does the product that came of it.
  const key = "draft:" + location.pathname, errors = document.querySelector(".ds-errsum"), saved = document.querySelector(".ds-toast");
  const fields = () => [...form.elements].filter((f) => f.name && !["hidden", "file", "submit"].includes(f.type));
  const before = document.referrer && new URL(document.referrer);
  if (saved) sessionStorage.removeItem(key);
  if (saved && before) sessionStorage.removeItem("draft:" + before.pathname);
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify(fields().map((f) => [f.name, f.value, f.checked])));
  });
  const draft = !saved && !errors && sessionStorage.getItem(key);
  if (!draft) return;
  for (const [name, value, checked] of JSON.parse(draft)) {
    for (const f of fields().filter((f) => f.name === name)) {
      if (f.type !== "radio" && f.type !== "checkbox") f.value = value;
      else if (f.value === value) f.checked = checked;
    }
  }
  const forget = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-link btn-sm", textContent: form.dataset.forget });
  forget.addEventListener("click", () => { sessionStorage.removeItem(key); location.reload(); });
  say((note) => form.prepend(note), form.dataset.draft, forget);
})();
