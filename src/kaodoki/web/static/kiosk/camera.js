// @ts-check
// The camera: the preview, frames for the server, and a coarse picture that tells whether anything moved.

const LONG_SIDE = 640;
// Width by height of the oval that shows the camera's view (kiosk.css).
const OVAL = 3 / 4;
const JPEG_QUALITY = 0.85;
export const GRID_WIDTH = 16;
const GRID_HEIGHT = 12;
// A cell counts as changed when its mean grey moved by more than this, of 255: above a cheap sensor's noise.
const CELL_CHANGE = 14;

export class Camera {
  /** @param {HTMLVideoElement} video */
  constructor(video) {
    this.video = video;
    this.frame = document.createElement('canvas');
    this.grid = document.createElement('canvas');
    this.grid.width = GRID_WIDTH;
    this.grid.height = GRID_HEIGHT;
    /** Whether what lies beside the oval is sent, too: where prints and screens have to be told from people. */
    this.showsAll = false;
  }

  /**
   * Asks for the camera; rejects where there is none or it is not allowed.
   * @param {() => void} onEnded called when the camera goes away
   */
  async start(onEnded) {
    if (!navigator.mediaDevices) throw new Error('no secure context');
    const wanted = {facingMode: 'user', width: {ideal: 1280}, height: {ideal: 960}};
    const stream = await navigator.mediaDevices.getUserMedia({video: wanted, audio: false});
    stream.getVideoTracks()[0]?.addEventListener('ended', onEnded);
    this.video.srcObject = stream;
    await this.video.play();
  }

  get isReady() {
    return this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && this.video.videoWidth > 0;
  }

  /** The part of the view that is looked at, in the camera's pixels: whoever stands beside the oval is never sent. */
  get region() {
    const {videoWidth, videoHeight: height} = this.video;
    const width = this.showsAll ? videoWidth : Math.min(videoWidth, Math.round(height * OVAL));
    return {left: Math.floor((videoWidth - width) / 2), width, height};
  }

  /** One JPEG, its long side at most 640 px. */
  async takeFrame() {
    const {width, height} = this.region;
    const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
    this.frame.width = Math.round(width * scale);
    this.frame.height = Math.round(height * scale);
    this.draw(this.frame.getContext('2d'));
    return new Promise((resolve, reject) => {
      const taken = /** @param {Blob|null} blob */ (blob) => (blob ? resolve(blob) : reject(new Error('no frame')));
      this.frame.toBlob(taken, 'image/jpeg', JPEG_QUALITY);
    });
  }

  /**
   * So many JPEGs so far apart; fewer if `isWanted` says no in between.
   * @param {number} count @param {number} betweenMs @param {() => boolean} isWanted
   */
  async takeFrames(count, betweenMs, isWanted) {
    /** @type {Blob[]} */
    const frames = [];
    while (frames.length < count && isWanted()) {
      if (frames.length > 0) await new Promise((resolve) => setTimeout(resolve, betweenMs));
      if (isWanted()) frames.push(await this.takeFrame());
    }
    return frames;
  }

  /** @param {CanvasRenderingContext2D|null} context */
  draw(context) {
    const {left, width, height} = this.region;
    context?.drawImage(this.video, left, 0, width, height, 0, 0, context.canvas.width, context.canvas.height);
  }

  /** The region as a few grey cells. */
  takeGrid() {
    const context = this.grid.getContext('2d', {willReadFrequently: true});
    if (!context) return new Uint8Array();
    this.draw(context);
    const {data} = context.getImageData(0, 0, GRID_WIDTH, GRID_HEIGHT);
    const cells = new Uint8Array(GRID_WIDTH * GRID_HEIGHT);
    for (let cell = 0; cell < cells.length; cell += 1) {
      cells[cell] = (data[cell * 4] + 2 * data[cell * 4 + 1] + data[cell * 4 + 2]) / 4;
    }
    return cells;
  }
}

/** The mean grey of a grid, 0 to 255. @param {Uint8Array} grid */
export function brightness(grid) {
  return grid.length === 0 ? 255 : grid.reduce((sum, cell) => sum + cell, 0) / grid.length;
}

/**
 * The share of cells, 0 to 1, that differ between two grids; 1 where there is nothing to compare with.
 * @param {Uint8Array|null} before
 * @param {Uint8Array} now
 */
export function changedShare(before, now) {
  if (!before || before.length !== now.length || now.length === 0) return 1;
  let changed = 0;
  now.forEach((cell, index) => {
    if (Math.abs(cell - before[index]) > CELL_CHANGE) changed += 1;
  });
  return changed / now.length;
}
