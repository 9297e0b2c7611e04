// @ts-check
// A chime and a spoken line with the result, where the company wants them. Silence is no fault: nothing depends on it.

import {currentLanguage} from './language.js';

const VOLUME = 0.12;
const NOTE_S = 0.16;
const GOOD_HZ = [660, 880];
const OTHER_HZ = [330];

/** @type {AudioContext|null} */
let audio = null;

/** Two rising notes, or a low one where something has to be read. @param {boolean} isGood */
export function chime(isGood) {
  try {
    audio ??= new AudioContext();
    // A browser that wants a touch first stays silent until it had one.
    void audio.resume();
    (isGood ? GOOD_HZ : OTHER_HZ).forEach((pitch, place) => play(/** @type {AudioContext} */ (audio), pitch, place * NOTE_S));
  } catch {
    audio = null;
  }
}

/** @param {string} line */
export function speak(line) {
  if (!('speechSynthesis' in window) || !line) return;
  const utterance = new SpeechSynthesisUtterance(line);
  utterance.lang = currentLanguage() === 'ja' ? 'ja-JP' : 'en-GB';
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(utterance);
}

/** @param {AudioContext} context @param {number} pitch @param {number} afterS */
function play(context, pitch, afterS) {
  const [tone, loudness, begin] = [context.createOscillator(), context.createGain(), context.currentTime + afterS];
  tone.frequency.value = pitch;
  loudness.gain.setValueAtTime(VOLUME, begin);
  loudness.gain.exponentialRampToValueAtTime(0.001, begin + NOTE_S);
  tone.connect(loudness).connect(context.destination);
  tone.start(begin);
  tone.stop(begin + NOTE_S);
}
