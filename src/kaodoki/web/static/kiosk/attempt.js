// @ts-check
// One look: three frames far enough apart to differ (their mean is a better probe, and liveness needs movement), an id
// of its own and the time by the server's clock. It takes a third of a second.

import {serverNow} from './clock.js';

const FRAMES = 3;
const BETWEEN_FRAMES_MS = 150;

/**
 * @param {import('./camera.js').Camera} camera
 * @param {string|null} kind
 */
export async function takeAttempt(camera, kind) {
  const capturedAt = serverNow();
  const frames = await camera.takeFrames(FRAMES, BETWEEN_FRAMES_MS, () => true);
  return {id: crypto.randomUUID(), frames, capturedAt, kind};
}
