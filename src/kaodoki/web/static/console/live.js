// @ts-check
// Keeps a page fresh (`data-live`: every so many seconds), unless somebody is in the middle of reading or using it.


/** Whether a refresh would take something from under a hand. @param {Element} shown */
function isInUse(shown) {
  const selected = document.getSelection()?.toString();
  return shown.contains(document.activeElement) || shown.querySelector('details[open]') !== null || Boolean(selected);
}

/** @param {ParentNode} page */
function sayRefreshed(page) {
  const hint = page.querySelector('[data-refreshed]');
  if (hint instanceof HTMLElement) hint.hidden = false;
}

async function refresh() {
  const shown = document.querySelector('[data-live]');
  if (!shown || document.hidden || isInUse(shown)) return;
  const answer = await fetch(location.href);
  // Led to the login: the session is over, and the page says so.
  if (answer.redirected) return location.reload();
  if (!answer.ok || isInUse(shown)) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('[data-live]');
  if (!fresh) return;
  sayRefreshed(fresh);
  shown.replaceWith(document.adoptNode(fresh));
}

sayRefreshed(document);
// A server that is away for a minute is asked again in the next.
(function beat() {
  const seconds = Number(document.querySelector('[data-live]')?.getAttribute('data-live'));
  // Without a number of seconds nothing more will happen on the page.
  if (seconds > 0) setTimeout(() => refresh().catch(() => undefined).finally(beat), seconds * 1000);
})();
