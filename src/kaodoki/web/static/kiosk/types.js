// @ts-check
// What the terminal API answers, as far as the kiosk shows it.

/**
 * @typedef {{code: string, message: string}} Guidance
 * @typedef {{employee_code: string, display_name: string}} Employee
 * @typedef {{kind: string, working_date: string, working_time: string, state: string, held_until: string|null}} Punch
 * @typedef {{minutes: number, exceeded_minutes: number, cap_minutes: number, as_of: string}} Overtime
 * @typedef {{challenge_id: string, action: string, instruction: string, expires_at: string}} Challenge
 * @typedef {{attempt_id: string, outcome: string, employee?: Employee|null, punch?: Punch|null,
 *   remaining_overtime?: Overtime|null, challenge?: Challenge|null, guidance: Guidance[],
 *   likely_kind?: string, likely_reason?: string, face?: {box: [number, number, number, number]}|null}} Answer
 * @typedef {{terminalId: string, name: string, place: string, selection: string, timeZone: string, undoSeconds: number,
 *   chime: boolean, voice: boolean, dwellMs: number, checksLiveness: boolean,
 *   sealing?: import('./offline/queue.js').Sealing|null, clockOffMs?: number, offsetMs: number}} Terminal
 */

export {};
