// @ts-check
// The service worker, so that a reload works while the server is away; and storage that the browser does not clear.

export async function register() {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/kiosk/service-worker.js', {scope: '/kiosk/'});
    await navigator.storage?.persist?.();
  } catch {
    // Without it all works as long as the page stays open.
  }
}
