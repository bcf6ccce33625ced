// Keys for the queue: j and k move, x picks, Enter opens, / searches; a button pressed once is not sent twice; who leaves
// a long form with something typed is asked first.
// Without it everything works with Tab and Enter.
(function () {
  "use strict";

  const items = [...document.querySelectorAll("[data-item]")];
  const search = document.querySelector("[data-search]");
  let at = -1;

  function move(step) {
    if (!items.length) return;
    at = Math.min(items.length - 1, Math.max(0, at + step));
    items[at].querySelector("a").focus();
    items[at].scrollIntoView({ block: "nearest" });
  }

  items.forEach((item, place) => item.addEventListener("focusin", () => (at = place)));

  let isTyped = false;
  document.querySelector("form.sections")?.addEventListener("input", () => (isTyped = true));
  window.addEventListener("beforeunload", (event) => {
    if (isTyped) event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    isTyped = false;
    if (event.target.dataset.sent) event.preventDefault();
    if (event.target.method === "post") event.target.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });

  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x" && at >= 0) items[at].querySelector("input[type=checkbox]")?.click();
    else if (event.key === "/" && search) search.focus();
    else return;
    event.preventDefault();
  });
})();
