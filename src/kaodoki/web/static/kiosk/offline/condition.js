// @ts-check
// How this device is, as far as the browser tells: for the terminals page of the console.

export const CLOCK_WARNING_S = 30;

/** @type {{frames: number, at: number}|null} */
let before = null;

// The newest are enough to see what is wrong.
const MOST_REFUSED = 20;

/** @param {HTMLVideoElement} video @param {import('./queue.js').OfflineQueue} queue */
export async function conditionOf(video, {length, refused}) {
  return {
    terminal_time: new Date().toISOString(),
    version: document.body.dataset.version ?? '',
    browser: family(navigator.userAgent),
    frames_per_second: framesPerSecond(video),
    queue_length: length,
    refused_length: refused.length,
    refused: refused.slice(-MOST_REFUSED).map((one) => ({
      attempt_id: one.attemptId, sequence: one.sequence, reason: one.reason, refused_at: new Date(one.refusedAtMs).toISOString(),
    })),
    ...(await battery()),
  };
}

/** The browser's family and major version; no more of the user agent leaves the device. @param {string} agent */
export function family(agent) {
  const names = [['Edg', 'Edge'], ['OPR', 'Opera'], ['SamsungBrowser', 'Samsung'], ['CriOS', 'Chrome'], ['Chrome', 'Chrome'],
    ['Firefox', 'Firefox'], ['Version', 'Safari']];
  for (const [mark, name] of names) {
    const found = agent.match(new RegExp(`${mark}/(\\d+)`));
    if (found) return `${name} ${found[1]}`;
  }
  return '';
}

/** Since the last time it was asked; null at the first. @param {HTMLVideoElement} video */
function framesPerSecond(video) {
  const now = {frames: video.getVideoPlaybackQuality?.().totalVideoFrames ?? 0, at: performance.now()};
  const rate = before && now.at - before.at > 1000 ? ((now.frames - before.frames) * 1000) / (now.at - before.at) : null;
  before = now;
  return rate === null || rate < 0 ? null : Math.round(rate * 10) / 10;
}

async function battery() {
  const ask = /** @type {any} */ (navigator).getBattery;
  if (!ask) return {};
  try {
    const {level, charging} = await ask.call(navigator);
    return {battery_percent: Math.round(level * 100), is_charging: charging};
  } catch {
    return {};
  }
}
