// @ts-check
// Guided capture: the camera's picture is examined by the server while the person moves; the shutter takes it.

const LOOK_MS = 700;
const LIVE_LONG_SIDE = 640;
const KEPT_LONG_SIDE = 1600;
const JPEG_QUALITY = 0.92;
const POSES = ['front', 'left', 'right'];

/** @template {Element} T @param {string} id @returns {T} */
const part = (id) => /** @type {T} */ (/** @type {unknown} */ (document.getElementById(id)));
/** @type {HTMLVideoElement} */
const video = part('preview');
const guided = /** @type {HTMLElement} */ (part('guided'));
const said = JSON.parse(part('said').textContent ?? '{}');
const token = /** @type {HTMLInputElement} */ (document.querySelector('[name=csrfmiddlewaretoken]')).value;
/** @type {Map<string, Blob>} */
const taken = new Map();
let pose = POSES[0];

/** @param {number} longSide @returns {Promise<Blob>} */
function snapshot(longSide) {
  const scale = Math.min(1, longSide / Math.max(video.videoWidth, video.videoHeight));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', JPEG_QUALITY);
  });
}

/** @param {string} text @param {boolean} isGood */
function advise(text, isGood) {
  const advice = part('advice');
  if (advice.textContent !== text) advice.textContent = text;
  advice.classList.toggle('good', isGood);
  part('oval').classList.toggle('good', isGood);
}

/** @param {Record<string, boolean>} components */
function mark(components) {
  for (const chip of document.querySelectorAll('[data-component]')) {
    const isGood = components[chip.getAttribute('data-component') ?? ''];
    chip.classList.toggle('good', isGood);
    chip.classList.toggle('look', !isGood);
  }
}

async function look() {
  const body = new FormData();
  body.append('frame', await snapshot(LIVE_LONG_SIDE), 'frame.jpg');
  body.append('pose', pose);
  const response = await fetch(guided.dataset.examine ?? '', {method: 'POST', body, headers: {'X-CSRFToken': token}});
  if (response.status === 429 || response.status === 503) return;
  if (response.status === 403) location.reload();
  const report = await response.json();
  if (!response.ok) return;
  mark(report.components);
  advise(report.is_good ? said.ready : report.guidance, report.is_good);
}

async function keepLooking() {
  if (!document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
    try {
      await look();
    } catch {
      advise(said.network, false);
    }
  }
  setTimeout(keepLooking, LOOK_MS);
}

/** @param {string} next */
function choose(next) {
  pose = next;
  for (const button of document.querySelectorAll('[data-pose]')) {
    button.setAttribute('aria-pressed', String(button.getAttribute('data-pose') === next));
  }
}

/** @param {string} of @param {Blob} blob */
function show(of, blob) {
  const button = document.querySelector(`[data-pose="${of}"]`);
  const image = button?.querySelector('img');
  if (!button || !image) return;
  if (image.src) URL.revokeObjectURL(image.src);
  image.src = URL.createObjectURL(blob);
  image.hidden = false;
  button.classList.add('taken');
}

async function take() {
  const blob = await snapshot(KEPT_LONG_SIDE);
  taken.set(pose, blob);
  show(pose, blob);
  /** @type {HTMLButtonElement} */ (part('submit')).hidden = !taken.has(POSES[0]);
  const next = POSES.find((one) => !taken.has(one));
  if (next) choose(next);
  else /** @type {HTMLButtonElement} */ (part('submit')).focus();
}

/** The pictures go as files of the form itself, so that the answer is a page like any other. @param {FormDataEvent} event */
function addPictures(event) {
  for (const [of, blob] of taken) event.formData.append(of, blob, `${of}.jpg`);
}

async function start() {
  guided.hidden = false;
  advise(said.looking, false);
  try {
    const wanted = {facingMode: 'user', width: {ideal: 1920}, height: {ideal: 1440}};
    video.srcObject = await navigator.mediaDevices.getUserMedia({video: wanted, audio: false});
    await video.play();
    void keepLooking();
  } catch {
    advise(said.camera_off, false);
    /** @type {HTMLButtonElement} */ (part('shutter')).disabled = true;
    /** @type {HTMLDetailsElement} */ (part('album')).open = true;
  }
}

for (const button of document.querySelectorAll('[data-pose]')) {
  button.addEventListener('click', () => choose(button.getAttribute('data-pose') ?? POSES[0]));
}
part('shutter').addEventListener('click', () => void take());
part('hand-in').addEventListener('formdata', (event) => addPictures(/** @type {FormDataEvent} */ (event)));
void start();
