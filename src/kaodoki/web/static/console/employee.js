// @ts-check
// A picture from the computer's camera becomes the form's file, so that the form is sent as any other.

const LONG_SIDE = 1600;
const JPEG_QUALITY = 0.92;

/** @template {Element} T @param {string} id @returns {T} */
const part = (id) => /** @type {T} */ (/** @type {unknown} */ (document.getElementById(id)));

/** @param {MediaStream} stream @param {boolean} isOpen */
function show(stream, isOpen) {
  /** @type {HTMLElement} */ (part('viewfinder')).hidden = !isOpen;
  /** @type {HTMLButtonElement} */ (part('open-camera')).hidden = isOpen;
  if (!isOpen) for (const track of stream.getTracks()) track.stop();
}

/** @param {HTMLVideoElement} video @returns {Promise<File>} */
function snapshot(video) {
  const scale = Math.min(1, LONG_SIDE / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    const taken = (/** @type {Blob|null} */ blob) =>
      blob ? resolve(new File([blob], 'camera.jpg', {type: blob.type})) : reject(new Error('no picture'));
    canvas.toBlob(taken, 'image/jpeg', JPEG_QUALITY);
  });
}

/** @param {File} file */
function choose(file) {
  const files = new DataTransfer();
  files.items.add(file);
  /** @type {HTMLInputElement} */ (part('photo')).files = files.files;
  /** @type {HTMLImageElement} */
  const shot = part('shot');
  if (shot.src) URL.revokeObjectURL(shot.src);
  shot.src = URL.createObjectURL(file);
  shot.hidden = false;
}

async function open() {
  /** @type {HTMLVideoElement} */
  const video = part('preview');
  /** @type {HTMLElement} */ (part('camera-off')).hidden = true;
  try {
    const wanted = {facingMode: 'user', width: {ideal: 1920}, height: {ideal: 1440}};
    const stream = await navigator.mediaDevices.getUserMedia({video: wanted, audio: false});
    video.srcObject = stream;
    /** @type {HTMLButtonElement} */ (part('shoot')).disabled = true;
    show(stream, true);
    await video.play();
    /** @type {HTMLButtonElement} */ (part('shoot')).disabled = false;
  } catch {
    /** @type {HTMLElement} */ (part('camera-off')).hidden = false;
  }
}

async function shoot() {
  /** @type {HTMLVideoElement} */
  const video = part('preview');
  if (!(video.srcObject instanceof MediaStream)) return;
  choose(await snapshot(video));
  show(video.srcObject, false);
  /** @type {HTMLElement} */ (part('consent')).focus();
}

const camera = document.getElementById('camera');
// Where there is no camera to ask for (plain HTTP), the file stays the only way.
if (camera && 'mediaDevices' in navigator) {
  camera.hidden = false;
  part('open-camera').addEventListener('click', () => void open());
  part('shoot').addEventListener('click', () => void shoot());
}
