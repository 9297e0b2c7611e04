// @ts-check
// One look: a few frames, an id of its own and the time by the server's clock.

import {serverNow} from './clock.js';

const FRAMES = 2;
const BETWEEN_FRAMES_MS = 120;

/**
 * @param {import('./camera.js').Camera} camera
 * @param {string|null} kind
 */
export async function takeAttempt(camera, kind) {
  const capturedAt = serverNow();
  /** @type {Blob[]} */
  const frames = [];
  for (let taken = 0; taken < FRAMES; taken += 1) {
    if (taken > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_FRAMES_MS));
    frames.push(await camera.takeFrame());
  }
  return {id: crypto.randomUUID(), frames, capturedAt, kind};
}
