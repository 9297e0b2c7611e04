// @ts-check
// The result: who, what, when, what happens next, and how much overtime is left.

import {duration, plainTime, shortMoment, shortTime, workingDate} from './clock.js';
import {kindName, showKind} from './kinds.js';
import {say} from './language.js';

/** @param {import('./types.js').Answer} answer */
export function drawResult(answer) {
  const {punch} = answer;
  const result = element('result');
  result.dataset.kind = punch?.kind ?? 'auto';
  result.dataset.trouble = String(punch?.state === 'integrity_error');
  element('result-name').textContent = personOf(answer);
  element('result-note').textContent = noteOf(answer);
  element('thanks').textContent = say(punch?.kind === 'out' ? 'thanks_out' : 'thanks_other');
  element('thanks').hidden = noteOf(answer) !== '' && punch?.kind !== 'out';
  if (punch) {
    showKind(element('result-kind'), punch.kind);
    element('result-time').textContent = plainTime(punch.working_time);
    element('foot-note').textContent = say('working_day', {date: workingDate(punch.working_date)});
  }
  drawOvertime(answer.remaining_overtime ?? null);
}

/**
 * What a screen reader says at once.
 * @param {import('./machine.js').State} state
 */
export function announcementOf(state) {
  if (state.name === 'challenge') return say(`action_${state.answer?.challenge?.action}`);
  const punch = state.answer?.punch;
  if (state.name !== 'result' || !state.answer || !punch) return '';
  const parts = [personOf(state.answer), kindName(punch.kind), plainTime(punch.working_time), noteOf(state.answer)];
  return parts.filter(Boolean).join(' ');
}

/** What is said aloud: everybody in the queue hears it, so never who it is. @param {import('./machine.js').State} state */
export function spokenLineOf({answer}) {
  if (!answer?.punch) return '';
  const {kind, working_time: time} = answer.punch;
  return [kindName(kind), plainTime(time), noteOf(answer)].filter(Boolean).join(' ');
}

/** @param {import('./types.js').Answer} answer */
function personOf(answer) {
  return say('person', {name: answer.employee?.display_name ?? ''});
}

/** What happens next, or what is wrong. @param {import('./types.js').Answer} answer */
function noteOf({punch, guidance}) {
  if (guidance.length > 0) return guidance.map(({message}) => message).join(' ');
  if (!punch) return '';
  if (punch.state === 'held' && punch.held_until) return say('held', {time: shortTime(punch.held_until)});
  if (punch.state === 'not_linked' || punch.state === 'integrity_error') return say(punch.state);
  return '';
}

/** @param {import('./types.js').Overtime|null} overtime */
function drawOvertime(overtime) {
  const card = element('overtime');
  card.hidden = overtime === null;
  if (!overtime) return;
  const {minutes, exceeded_minutes: over, cap_minutes: cap, as_of: asOf} = overtime;
  const used = cap - minutes + over;
  card.dataset.exceeded = String(over > 0);
  element('overtime-left').textContent = duration(minutes);
  // A style set by script is not an inline style: the strict content policy allows it.
  element('overtime-bar').style.inlineSize = `${cap > 0 ? Math.min(100, (100 * used) / cap) : 100}%`;
  const detail = say('overtime_detail', {used: duration(used), cap: duration(cap), time: shortMoment(asOf)});
  const exceeded = over > 0 ? ` ${say('overtime_exceeded', {over: duration(over)})}` : '';
  element('overtime-detail').textContent = detail + exceeded;
}

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
