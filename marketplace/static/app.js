// Enhancement only: every page works without this file. Under 4 kB.
(() => {
  const body = document.body, one = (q, r = document) => r.querySelector(q), all = (q, r = document) => [...(r.matches && r.matches(q) ? [r] : []), ...r.querySelectorAll(q)];

  // Toasts leave after eight seconds, not while they are read or hold the focus.
  const toast = (t) => {
    let timer;
    const stop = () => clearTimeout(timer), start = () => { stop(); timer = setTimeout(() => t.remove(), 8000); };
    t.addEventListener("mouseenter", stop); t.addEventListener("focusin", stop);
    t.addEventListener("mouseleave", start); t.addEventListener("focusout", start);
    start();
  };

  const ready = (root) => {
    all(".ds-toast", root).forEach((t) => t.dataset.on || (t.dataset.on = 1, toast(t)));
    all("[data-print]", root).forEach((b) => (b.hidden = false));
    const first = all("[data-focus]", root)[0];
    if (first) first.focus();
  };

  // "Belum terkirim" beside the button; what was typed stays.
  const unsent = (form) => {
    if (!form || one(".ds-unsent", form)) return;
    const note = Object.assign(document.createElement("span"), { className: "ds-unsent", textContent: body.dataset.unsent });
    note.setAttribute("role", "alert");
    const button = one("[type=submit],button:not([type])", form);
    button ? button.after(note) : form.append(note);
  };

  // One press, one sending. Released when the page comes back from history or the answer has come.
  const release = (form) => {
    delete form.dataset.sending;
    all("[aria-disabled=true][data-held]", form).forEach((b) => { b.removeAttribute("aria-disabled"); delete b.dataset.held; });
  };
  document.addEventListener("submit", (e) => {
    const form = e.target, button = e.submitter;
    const stop = () => { e.preventDefault(); e.stopImmediatePropagation(); };
    if (form.method !== "post") return;
    if (form.dataset.sending) return stop();
    const note = one(".ds-unsent", form);
    if (note) note.remove();
    if (!navigator.onLine) { stop(); return unsent(form); }
    form.dataset.sending = 1;
    if (button) { button.dataset.held = 1; button.setAttribute("aria-disabled", "true"); }
  }, true);
  addEventListener("pageshow", () => all("form[data-sending]").forEach(release));

  document.addEventListener("click", (e) => {
    const at = (q) => e.target.closest(q), open = at("[data-dialog]"), close = at("[data-close]");
    if (at("[data-print]")) print();
    if (open) { const d = document.getElementById(open.dataset.dialog); if (d && d.showModal) { e.preventDefault(); d.showModal(); } }
    if (close) { e.preventDefault(); const box = close.closest("dialog"); box ? box.close() : close.closest(".ds-toast").remove(); }
    all("details.ds-menu[open]").forEach((m) => m.contains(e.target) || (m.open = false));
  });
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") all("details.ds-menu[open]").forEach((m) => { m.open = false; one("summary", m).focus(); });
  });

  // htmx: release the form, sign in again after 401, say when nothing was sent.
  const formOf = (e) => e.detail.elt.closest("form");
  body.addEventListener("htmx:afterRequest", (e) => { const f = formOf(e); if (f) release(f); });
  body.addEventListener("htmx:sendError", (e) => unsent(formOf(e)));
  body.addEventListener("htmx:timeout", (e) => unsent(formOf(e)));
  body.addEventListener("htmx:responseError", (e) => {
    if (e.detail.xhr.status === 401) location.href = body.dataset.signIn + "?next=" + encodeURIComponent(location.pathname + location.search);
    else unsent(formOf(e));
  });
  body.addEventListener("htmx:load", (e) => ready(e.detail.elt));
  ready(document);
})();
