// Makes the chat quicker where scripts run: asks without loading the page anew. Without it, or where anything fails,
// the same forms do the same by themselves. No words here: they all stand in the page.
(function () {
  "use strict";

  // An older browser (before 2021 or so) is better off with the plain forms.
  if (!("replaceChildren" in document) || !("SubmitEvent" in window)) return;

  const log = document.getElementById("log");
  const composer = document.getElementById("composer");
  const box = document.getElementById("text");
  const problem = document.getElementById("problem");
  const template = document.getElementById("pending");
  const sizeForm = document.getElementById("size");
  const PARTIAL = "X-Partial";
  let isAsking = false;

  // `form.action` would be the button of that name.
  function post(form, data) {
    return fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { [PARTIAL]: "1" }, credentials: "same-origin" });
  }

  function parse(html) {
    return document.importNode(new DOMParser().parseFromString(html, "text/html").body.firstElementChild, true);
  }

  function showProblem(node) {
    problem.replaceChildren(...(node ? [node] : []));
  }

  function say(sentence) {
    const line = document.createElement("p");
    line.className = "problem";
    line.textContent = sentence;
    showProblem(line);
  }

  function scrollTo(node) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  }

  function showPending(words) {
    const article = document.importNode(template.content, true).firstElementChild;
    article.querySelector("bdi").textContent = words;
    article.setAttribute("aria-hidden", "true");
    log.append(article);
    scrollTo(article);
    return article;
  }

  // Only the last reply's buttons can be pressed; a choice stays readable.
  function retireLast() {
    const last = document.getElementById("last");
    if (!last) return;
    last.removeAttribute("id");
    last.classList.add("past");
    last.querySelectorAll("button").forEach((button) => (button.disabled = true));
  }

  function renew(nonce) {
    document.querySelectorAll("input[name=nonce]").forEach((input) => (input.value = nonce));
  }

  function showAnswer(article, isTyped) {
    retireLast();
    log.append(article);
    renew(article.dataset.nonce);
    if (isTyped) box.value = "";
    // On a touch screen the keyboard would stay and cover the answer.
    const goesOnTyping = isTyped && !matchMedia("(pointer: coarse)").matches;
    (goesOnTyping ? box : article).focus({ preventScroll: true });
    scrollTo(article);
  }

  // The browser takes over: the same form with the same nonce, so that nothing is asked twice.
  function sendPlainly(form, pressed) {
    if (pressed && pressed.name) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = pressed.name;
      field.value = pressed.value;
      form.append(field);
    }
    form.submit();
  }

  async function ask(form, pressed) {
    const isTyped = form === composer;
    let pending = null;
    try {
      const data = new FormData(form);
      if (pressed && pressed.name) data.set(pressed.name, pressed.value);
      showProblem(null);
      pending = showPending(isTyped ? box.value : pressed.textContent);
      const response = await post(form, data);
      if (response.headers.get(PARTIAL) !== "1") throw new Error("not a piece of the page");
      const node = parse(await response.text());
      pending.remove();
      if (response.ok) showAnswer(node, isTyped);
      else showProblem(node);
    } catch (error) {
      if (pending) pending.remove();
      if (navigator.onLine) sendPlainly(form, pressed);
      else say(composer.dataset.offline);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const isButtonUnknown = form !== composer && !event.submitter;
    if (!form.hasAttribute("data-ask") || isButtonUnknown) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    ask(form, event.submitter).finally(() => (isAsking = false));
  });

  // Enter sends; Shift+Enter starts a line; Enter that ends the choice of a character does neither.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    composer.requestSubmit ? composer.requestSubmit() : composer.querySelector("button").click();
  });

  // The type size changes in place, so that nothing typed is lost.
  sizeForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const response = await post(sizeForm, new FormData(sizeForm));
      if (!response.ok) throw new Error("not kept");
    } catch (error) {
      sizeForm.submit();
      return;
    }
    const isLarge = document.documentElement.classList.toggle("large");
    sizeForm.elements.size.value = isLarge ? "normal" : "large";
    sizeForm.querySelector("button").setAttribute("aria-pressed", String(isLarge));
  });
})();
