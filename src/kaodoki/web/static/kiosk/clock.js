// @ts-check
// The server's time on this device, and how times and dates are written.

import {currentLanguage, say} from './language.js';

// Sleep stops the monotonic clock of some devices, and somebody may set the other: then neither is believed alone.
const APART_MS = 30_000;

let offsetMs = 0;
let timeZone = 'Asia/Tokyo';
/** The server's time when the monotonic clock showed `at`. @type {{serverMs: number, at: number}|null} */
let anchor = null;

/** @param {{offsetMs: number, timeZone: string}} terminal */
export function setClock(terminal) {
  recallClock(terminal);
  anchor = {serverMs: Date.now() + offsetMs, at: performance.now()};
}

/** After a reload without the server: this device's clock, corrected as it was last. @param {{offsetMs: number, timeZone: string}} terminal */
export function recallClock(terminal) {
  offsetMs = terminal.offsetMs;
  timeZone = terminal.timeZone;
}

/** Now, by the server's clock: its time at the last contact and the monotonic clock since. */
export function serverNow() {
  return anchor ? new Date(anchor.serverMs + performance.now() - anchor.at) : new Date(Date.now() + offsetMs);
}

/** True while the time is the server's own: no reload since, and both clocks of the device went alike. */
export function isClockSure() {
  return anchor !== null && Math.abs(Date.now() + offsetMs - serverNow().getTime()) < APART_MS;
}

/**
 * `8:27` and `:41`.
 * @param {Date} at
 */
export function timeParts(at) {
  const options = /** @type {const} */ ({hour: 'numeric', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone});
  const [hours, minutes, seconds] = new Intl.DateTimeFormat('en-GB', options).format(at).split(':');
  return {time: `${Number(hours)}:${minutes}`, seconds: `:${seconds}`};
}

/** @param {string} instant an ISO time */
export function shortTime(instant) {
  return timeParts(new Date(instant)).time;
}

/** `8:27` of today, `11月20日(金) 8:27` of any other day: a figure of last week must not look like one of this morning. @param {string} instant an ISO time */
export function shortMoment(instant) {
  const day = longDate(new Date(instant));
  return day === longDate(serverNow()) ? shortTime(instant) : `${day} ${shortTime(instant)}`;
}

/** @param {Date} at */
export function longDate(at) {
  return writeDate(at, timeZone);
}

/** @param {string} date `2026-11-20`, a working day */
export function workingDate(date) {
  return writeDate(new Date(`${date}T00:00:00Z`), 'UTC');
}

/** `09:02` as people write it; `25:00` stays. @param {string} workingTime */
export function plainTime(workingTime) {
  return workingTime.replace(/^0(?=\d)/, '');
}

/** `39時間30分`. @param {number} minutes */
export function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [];
  if (hours || !rest) parts.push(say('hours', {hours}));
  if (rest) parts.push(say('minutes', {minutes: rest}));
  return parts.join(currentLanguage() === 'ja' ? '' : ' ');
}

/** @param {Date} at @param {string} zone */
function writeDate(at, zone) {
  const locale = currentLanguage() === 'ja' ? 'ja-JP' : 'en-GB';
  return new Intl.DateTimeFormat(locale, {month: 'long', day: 'numeric', weekday: 'short', timeZone: zone}).format(at);
}
