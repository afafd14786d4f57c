// Reloads a page when its site was built again, and shows what kept a build from being shown.
// The dev server adds this script to the pages that it serves; a published site never has it.
"use strict";
(() => {
  const mine = document.currentScript.dataset.site;
  let events = null;
  let closed = null;

  function box() {
    const found = document.getElementById("onramp-live");
    if (found) return found;
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = "/_onramp/live.css";
    document.head.append(style);
    const made = document.createElement("section");
    made.id = "onramp-live";
    made.setAttribute("role", "alert");
    document.body.append(made);
    return made;
  }

  function show(problems) {
    // Closed by hand: it stays so until there is something else to say.
    if (problems === closed) return;
    closed = null;
    const title = document.createElement("h2");
    title.textContent = "The newest build has errors";
    const text = document.createElement("pre");
    text.textContent = problems;
    text.tabIndex = 0;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => {
      closed = problems;
      hide();
    });
    box().replaceChildren(title, close, text);
  }

  function hide() {
    document.getElementById("onramp-live")?.remove();
  }

  function hear(message) {
    const { site, problems } = JSON.parse(message.data);
    if (site !== mine) location.reload();
    else if (problems === null) hide();
    else show(problems);
  }

  // A browser has few connections to one server, so a page in the background gives its own up.
  // It misses nothing: the first message says what is shown now.
  function listen() {
    const wanted = document.visibilityState === "visible";
    if (wanted && !events) {
      events = new EventSource("/_onramp/events");
      events.addEventListener("message", hear);
    } else if (!wanted && events) {
      events.close();
      events = null;
    }
  }

  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => {
    events?.close();
    events = null;
  });
  addEventListener("pageshow", listen);
  listen();
})();
