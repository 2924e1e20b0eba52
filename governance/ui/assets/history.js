// Makes the browser's Back lead from a record to where one was, with the choices in that address.
// Going to another page writes two entries: the query of the new page behind the old path, then the new page.
// The first stands for no place anybody was at, so the second takes its place.
(() => {
  "use strict";
  const SOON = 3000; // milliseconds between the two
  const push = window.history.pushState.bind(window.history);
  let last = null;

  window.history.pushState = (state, unused, url) => {
    const next = new URL(url ?? window.location.href, window.location.href);
    const here = new URL(window.location.href);
    const second = last && next.pathname !== last.pathname && next.search === last.search && next.search !== "" &&
      here.href === last.href && Date.now() - last.when < SOON;
    if (second) {
      last = null;
      return window.history.replaceState(state, unused, url);
    }
    last = next.pathname === here.pathname && next.search !== here.search
      ? { pathname: next.pathname, search: next.search, href: next.href, when: Date.now() } : null;
    return push(state, unused, url);
  };
})();
