// Puts the screen's built-in English texts into Chinese while the page is in Chinese, and back again.
// The page tells its language in an element with class "recital-marker"; nothing people typed is touched.
(() => {
  "use strict";
  // The server is at the root; without this the screen first looks for it below the page's address.
  window.__streamlit = { BACKEND_BASE_URL: window.location.origin };
  const { texts, patterns } = __DICTIONARY__;
  const rules = Object.entries(patterns).map(([from, to]) => [new RegExp(`^(?:${from})$`), to]);
  const ATTRIBUTES = ["aria-label", "placeholder", "title"];
  // Containers which hold words of ours or of people: left alone …
  const CONTENT = '[data-testid="stMarkdownContainer"], [data-testid="stText"], [data-testid="stCode"], ' +
    '[data-testid="stJson"], [data-testid="stTable"], [data-testid="stMetricValue"], [role="grid"], canvas, ' +
    '[role="option"], [data-tag], textarea, script, style';
  // … unless the container is drawn by a widget for itself.
  const WIDGET = '[data-testid="stTooltipContent"], [data-testid="stFileUploader"], [data-testid="stElementToolbar"], ' +
    '[data-testid="stStatusWidget"], [data-testid="stMainMenuPopover"], [data-testid="stConnectionStatus"], ' +
    '[data-testid="stDataFrameColumnMenu"], [data-testid="stSidebarNav"] button, ' +
    '[data-testid="stModalMessage"], [role="dialog"]:not([data-testid="stDialog"])';
  const done = new WeakMap();
  let language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

  const chinese = (english) => {
    const words = english.trim();
    if (!words) return null;
    if (Object.hasOwn(texts, words)) return english.replace(words, () => texts[words]);
    for (const [rule, to] of rules) if (rule.test(words)) return words.replace(rule, to);
    return null;
  };

  const remember = (node, slot, english, translated) => {
    if (!done.has(node)) done.set(node, {});
    done.get(node)[slot] = { english, translated };
  };

  const turn = (node, slot, value, put) => {
    if (!value) return;
    if (language === "zh") {
      const translated = chinese(value);
      if (translated === null || translated === value) return;
      remember(node, slot, value, translated);
      put(translated);
      return;
    }
    const before = done.get(node)?.[slot];
    if (before && before.translated === value) put(before.english);
  };

  const isContent = (element) => {
    const content = element?.closest(CONTENT);
    return Boolean(content) && !element.closest(WIDGET);
  };

  // What a list says among its options, which else are words of people.
  const OF_A_LIST = /^(?:No results|Select all|No options(?: to select\.?)?|Add: .+|Select \d+ matches|You can only select up to \d+ .+)$/;
  const isSaidByList = (node) => Boolean(node.parentElement?.closest('[role="option"]')) && OF_A_LIST.test(node.nodeValue.trim());

  const text = (node) => {
    if (!isContent(node.parentElement) || isSaidByList(node)) turn(node, "#text", node.nodeValue, (words) => { node.nodeValue = words; });
  };

  const attributes = (element) => {
    for (const name of ATTRIBUTES) {
      if (element.hasAttribute(name)) {
        turn(element, name, element.getAttribute(name), (words) => element.setAttribute(name, words));
      }
    }
  };

  const walk = (root) => {
    if (root.nodeType === Node.TEXT_NODE) { text(root); return; }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    attributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) text(walker.currentNode);
      else attributes(walker.currentNode);
    }
  };

  const keep = (name, value, more) => { document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; SameSite=Lax${more}`; };

  const listen = () => {
    const marker = document.querySelector(".recital-marker");
    if (!marker) return;
    keep("recital_language", marker.dataset.language, "; Max-Age=31536000");
    keep("recital_person", marker.dataset.person ?? "", "");
    if (marker.dataset.language === language) return;
    language = marker.dataset.language;
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    walk(document.body);
  };

  const marked = (node) => node.nodeType === Node.ELEMENT_NODE &&
    (node.matches(".recital-marker") || node.querySelector(".recital-marker"));

  new MutationObserver((changes) => {
    let heard = false;
    for (const change of changes) {
      if (change.type === "characterData") text(change.target);
      else if (change.type === "attributes") {
        if (change.attributeName.startsWith("data-")) heard ||= Boolean(marked(change.target));
        else attributes(change.target);
      } else for (const node of change.addedNodes) { walk(node); heard ||= Boolean(marked(node)); }
    }
    if (heard) listen();
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true,
    attributeFilter: [...ATTRIBUTES, "data-language", "data-person"],
  });

  const begin = () => { listen(); walk(document.body); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
