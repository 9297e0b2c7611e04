// @ts-check
// A challenge: the movement the server asks for, filmed from the moment the instruction is shown.

import {serverNow} from './clock.js';

const FRAMES = 8;
// Over some four seconds: time to read, then a slow turn of the head.
const BETWEEN_FRAMES_MS = 550;

/**
 * Frames of the whole movement, or null if the person gave up in between.
 * @param {import('./camera.js').Camera} camera
 * @param {() => boolean} isWanted
 */
export async function filmMovement(camera, isWanted) {
  const frames = await camera.takeFrames(FRAMES, BETWEEN_FRAMES_MS, isWanted);
  return frames.length === FRAMES && isWanted() ? frames : null;
}

/** Whole seconds until the server takes no answer any more. @param {import('./types.js').Challenge} challenge */
export function secondsLeft(challenge) {
  return Math.max(0, Math.ceil((Date.parse(challenge.expires_at) - serverNow().getTime()) / 1000));
}
