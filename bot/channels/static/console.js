// Keys for the queue: j and k move, x picks, Enter opens, / searches. Without it everything works with Tab and Enter.
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
