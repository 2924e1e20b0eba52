// Where people sign in: a session that ran out while the page lay open makes the server refuse what the page asks for
// in the background. The page is then loaded anew, which leads to the sign-in and back to this very address.
(() => {
  "use strict";
  const ask = window.fetch.bind(window);
  window.fetch = async (...what) => {
    const answer = await ask(...what);
    if (answer.status === 401 && new URL(answer.url).origin === window.location.origin) window.location.reload();
    return answer;
  };
})();
