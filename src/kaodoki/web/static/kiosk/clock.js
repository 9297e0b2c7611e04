// @ts-check
// The server's time on this device, and how times and dates are written.

import {currentLanguage, say} from './language.js';

let offsetMs = 0;
let timeZone = 'Asia/Tokyo';

/** @param {{offsetMs: number, timeZone: string}} terminal */
export function setClock(terminal) {
  offsetMs = terminal.offsetMs;
  timeZone = terminal.timeZone;
}

/** Now, by the server's clock. */
export function serverNow() {
  return new Date(Date.now() + offsetMs);
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
