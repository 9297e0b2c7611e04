// @ts-check
// The measurements: camera, a face by the server, the round trip and the clock.

import {Refusal, request} from '../api.js';

const WATCHED_MS = 1_500;
const CALLS = 3;
const PATIENCE_MS = 5_000;

/** Size and frames per second, watched for a while. @param {HTMLVideoElement} video */
export async function watchCamera(video) {
  const frames = () => video.getVideoPlaybackQuality().totalVideoFrames;
  const [before, began] = [frames(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, WATCHED_MS));
  const fps = ((frames() - before) * 1000) / (performance.now() - began);
  return {width: video.videoWidth, height: video.videoHeight, fps};
}

/**
 * What the server finds in a frame, or the key of why that is not known.
 * @param {Blob} frame @param {string} language
 * @returns {Promise<{faces: number, width_share: number}|'face_unpaired'|'face_unknown'>}
 */
export async function findFace(frame, language) {
  const body = new FormData();
  body.append('frame', frame, 'frame.jpg');
  try {
    return await request('/api/v1/terminal/self-test', {method: 'POST', body, language});
  } catch (error) {
    return error instanceof Refusal && error.isUnpaired ? 'face_unpaired' : 'face_unknown';
  }
}

/** Round trips in milliseconds, and this device's clock minus the server's by the quickest of them. @param {string} url */
export async function callServer(url) {
  /** @type {number[]} */
  const times = [];
  /** @type {{tookMs: number, differenceMs: number}|null} */
  let best = null;
  for (let call = 0; call < CALLS; call += 1) {
    const one = await callOnce(url).catch(() => null);
    if (!one) continue;
    times.push(one.tookMs);
    if (!best || one.tookMs < best.tookMs) best = one;
  }
  return {times, differenceMs: best?.differenceMs ?? null};
}

/** @param {string} url */
async function callOnce(url) {
  const [asked, began] = [Date.now(), performance.now()];
  const answer = await fetch(url, {cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS)});
  const tookMs = performance.now() - began;
  if (!answer.ok) throw new Error(String(answer.status));
  const {machine_time: machineTime} = await answer.json();
  return {tookMs, differenceMs: asked + tookMs / 2 - Date.parse(machineTime)};
}
