// Hands over what stands in a text field before it can be lost: the screen itself does so only when the field is left.
// A field counts as left, without losing the focus, after a silence, when the window is hidden or closed, and on Back.
(() => {
  "use strict";
  const SILENCE = 800; // milliseconds without a key
  const FIELDS = '[data-testid="stTextArea"] textarea, [data-testid="stTextInput"] input, [data-testid="stNumberInput"] input';
  // A search acts when it is handed over, a password is nobody's draft, and half a number may be out of its bounds.
  const NEVER = '[type="search"], [type="password"]';
  const NOT_BY_SILENCE = '[data-testid="stNumberInput"] input';
  const waiting = new Set();
  let timer = 0;
  let composing = false;

  const handOver = (fields) => {
    for (const field of fields) {
      waiting.delete(field);
      if (field.isConnected) field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    }
  };

  const silent = () => {
    if (composing) { wait(); return; }
    handOver([...waiting].filter((field) => !field.matches(NOT_BY_SILENCE)));
  };

  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(silent, SILENCE);
  };

  // The screen gathers changes in a timer without delay before it sends them; a page that is being left may not live to see it.
  // What such a call puts off itself waits as ever, so that nothing goes round for good.
  let hurried = false;
  const withoutTimers = () => {
    if (hurried) return;
    hurried = true;
    const later = window.setTimeout;
    let within = false;
    window.setTimeout = (call, delay, ...rest) => {
      if (delay || within || typeof call !== "function") return later(call, delay, ...rest);
      queueMicrotask(() => {
        within = true;
        try { call(...rest); } finally { within = false; }
      });
      return 0;
    };
    later(() => { window.setTimeout = later; hurried = false; }, 0);
  };

  const now = () => {
    clearTimeout(timer);
    if (!waiting.size) return;
    withoutTimers();
    handOver([...waiting]);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !field.matches(FIELDS) || field.matches(NEVER)) return;
    waiting.add(field);
    wait();
  }, true);
  // Leaving a field by itself is enough, but what a click leads to must not be asked for before the change is told.
  // Our own event is not trusted and passes here unnoticed.
  document.addEventListener("focusout", (event) => {
    if (event.isTrusted && waiting.delete(event.target)) withoutTimers();
  }, true);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") now(); });
  for (const leaving of ["beforeunload", "pagehide"]) window.addEventListener(leaving, now);
  window.addEventListener("popstate", now, true);
})();
