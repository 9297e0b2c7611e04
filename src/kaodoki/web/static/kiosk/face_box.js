// @ts-check
// Where the server saw the face, drawn over the preview, which is mirrored and cut to the oval.

/**
 * The box in pixels of the preview as it is shown.
 * @param {[number, number, number, number]} box x, y, width, height as shares of the frame
 * @param {{width: number, height: number}} frame @param {{width: number, height: number}} shown
 */
export function placeOf([x, y, width, height], frame, shown) {
  const scale = Math.max(shown.width / frame.width, shown.height / frame.height);
  const [cutX, cutY] = [(frame.width * scale - shown.width) / 2, (frame.height * scale - shown.height) / 2];
  return {
    left: shown.width - ((x + width) * frame.width * scale - cutX),
    top: y * frame.height * scale - cutY,
    width: width * frame.width * scale,
    height: height * frame.height * scale,
  };
}

/**
 * @param {HTMLElement} mark @param {HTMLElement} preview
 * @param {{width: number, height: number}} frame the part of the view that was sent, in the camera's pixels
 * @param {import('./machine.js').State} state
 */
export function drawFaceBox(mark, preview, frame, state) {
  const box = ['looking', 'refused'].includes(state.name) && !state.isBusy ? state.answer?.face?.box : undefined;
  mark.hidden = !box || frame.width === 0;
  if (!box || mark.hidden) return;
  const place = placeOf(box, frame, {width: preview.clientWidth, height: preview.clientHeight});
  // A style set by script is not an inline style: the strict content policy allows it.
  for (const [side, length] of Object.entries(place)) mark.style.setProperty(side, `${length}px`);
}
