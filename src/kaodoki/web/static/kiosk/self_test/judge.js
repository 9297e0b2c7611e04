// @ts-check
// What a measurement means. Pure: no page, no camera, no network.

/** @typedef {{state: 'waiting'|'ask'|'good'|'attention'|'bad', text: string, values?: Record<string, string|number>}} Said */

const SMALLEST = {width: 640, height: 480};
const SLOWEST_FPS = 8;
// Of the oval's width: farther away a face has too few pixels to be recognised well.
const SMALLEST_FACE = 0.2;
// Percent of white.
const DARK = 22;
const BRIGHT = 88;
const AGAINST = {behind: 60, ratio: 0.6};
const SLOW_MS = 500;
const CLOCK_WARNING_S = 30;

/** @param {{width: number, height: number, fps: number}|null} seen @returns {Said} */
export function judgeCamera(seen) {
  if (!seen) return {state: 'bad', text: 'camera_none'};
  const values = {...seen, fps: Math.round(seen.fps)};
  const [long, short] = [Math.max(seen.width, seen.height), Math.min(seen.width, seen.height)];
  if (long < SMALLEST.width || short < SMALLEST.height) return {state: 'bad', text: 'camera_small', values};
  return seen.fps < SLOWEST_FPS ? {state: 'attention', text: 'camera_slow', values} : {state: 'good', text: 'camera_good', values};
}

/** @param {{faces: number, width_share: number}} found @returns {Said} */
export function judgeFace({faces, width_share: share}) {
  if (faces === 0) return {state: 'bad', text: 'face_none'};
  if (faces > 1) return {state: 'attention', text: 'face_several', values: {count: faces}};
  return share < SMALLEST_FACE ? {state: 'attention', text: 'face_small'} : {state: 'good', text: 'face_good'};
}

/**
 * @param {Uint8Array} grid grey cells, 0 to 255, row by row @param {number} columns
 * @returns {Said}
 */
export function judgeLight(grid, columns) {
  const {middle, around} = percents(grid, columns);
  const values = {level: middle, around};
  if (around >= AGAINST.behind && middle < around * AGAINST.ratio) return {state: 'attention', text: 'light_against', values};
  if (middle < DARK) return {state: 'bad', text: 'light_dark', values};
  return middle > BRIGHT ? {state: 'attention', text: 'light_bright', values} : {state: 'good', text: 'light_good', values};
}

/** @param {number[]} times milliseconds of the calls that were answered, of three @returns {Said} */
export function judgeNetwork(times) {
  if (times.length < 3) return {state: 'bad', text: 'network_bad', values: {failed: 3 - times.length}};
  const values = {times: times.map((one) => Math.round(one)).join(' / ')};
  const middle = [...times].sort((one, other) => one - other)[1];
  return middle > SLOW_MS ? {state: 'attention', text: 'network_slow', values} : {state: 'good', text: 'network_good', values};
}

/** @param {number|null} differenceMs this device's clock minus the server's @returns {Said} */
export function judgeTime(differenceMs) {
  if (differenceMs === null) return {state: 'bad', text: 'time_unknown'};
  const seconds = Math.abs(differenceMs) / 1000;
  return seconds > CLOCK_WARNING_S
    ? {state: 'bad', text: 'time_off', values: {seconds: Math.round(seconds)}}
    : {state: 'good', text: 'time_good', values: {seconds: seconds.toFixed(1)}};
}

/** The mean of the middle, where a face stands, and of the rest. @param {Uint8Array} grid @param {number} columns */
function percents(grid, columns) {
  const rows = grid.length / columns;
  const sums = {middle: 0, around: 0};
  const cells = {middle: 0, around: 0};
  grid.forEach((grey, place) => {
    const [x, y] = [(place % columns + 0.5) / columns, (Math.floor(place / columns) + 0.5) / rows];
    const where = Math.abs(x - 0.5) < 0.2 && Math.abs(y - 0.5) < 0.3 ? 'middle' : 'around';
    sums[where] += grey;
    cells[where] += 1;
  });
  const percent = (/** @type {'middle'|'around'} */ where) => Math.round((sums[where] / Math.max(1, cells[where]) / 255) * 100);
  return {middle: percent('middle'), around: percent('around')};
}
