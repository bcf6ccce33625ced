// The buttons of a page to be printed: print, and pass on where the phone can. Without scripts the browser's own menu does both.
(function () {
  "use strict";

  const print = document.querySelector("[data-print]");
  const share = document.querySelector("[data-share]");

  if (print && "print" in window) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (share && "share" in navigator) {
    share.hidden = false;
    share.addEventListener("click", () => {
      navigator.share({ title: document.title, url: share.dataset.share }).catch(() => {});
    });
  }
})();
