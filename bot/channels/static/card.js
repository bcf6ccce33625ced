// The buttons of a card's page: print, and pass on where the phone can. Without scripts the browser's own menu does both.
(function () {
  "use strict";

  const print = document.querySelector("[data-print]");
  const share = document.querySelector("[data-share]");

  if ("print" in window) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if ("share" in navigator) {
    share.hidden = false;
    share.addEventListener("click", () => {
      navigator.share({ title: document.title, url: share.dataset.share }).catch(() => {});
    });
  }
})();
