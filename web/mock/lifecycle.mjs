// SPDX-License-Identifier: Apache-2.0
// As much of the server's lifecycle table as the pages need to be tried: state, action, next,
// needs, may. The truth is src/modules/cases/lifecycle.cpp.
const rows = [
  ['reported', 'register', 'registered', '', 'category note'],
  ['reported', 'verify_first', 'verifying', '', 'note'],
  ['reported', 'decline', 'void', 'reason answer', 'responsible ground'],
  ['reported', 'merge', 'merged', 'main_case', 'note'],
  ['reported', 'locate', 'reported', 'place', 'note'],
  ['reported', 'recategorise', 'reported', 'category', 'note'],
  ['verifying', 'confirm', 'registered', '', 'note photos'],
  ['verifying', 'refute', 'void', 'reason answer', 'photos'],
  ['verifying', 'cannot_reach', 'reported', 'reason', ''],
  ['registered', 'dispatch', 'dispatched', 'holder', 'assistants limit note'],
  ['registered', 'escalate', 'registered', 'reason', ''],
  ['registered', 'merge', 'merged', 'main_case', 'note'],
  ['registered', 'locate', 'registered', 'place', 'note'],
  ['registered', 'recategorise', 'registered', 'category', 'note'],
  ['dispatched', 'accept', 'handling', '', 'note'],
  ['dispatched', 'return', 'registered', 'reason', ''],
  ['dispatched', 'recall', 'registered', 'reason', ''],
  ['handling', 'report_done', 'checking', 'photo_after answer', 'note photos'],
  ['handling', 'return', 'registered', 'reason', ''],
  ['handling', 'request_extension', 'handling', 'reason', ''],
  ['handling', 'decide_extension', 'handling', 'granted', 'reason'],
  ['handling', 'request_shelving', 'handling', 'reason until', ''],
  ['handling', 'decide_shelving', 'shelved', 'granted', 'reason'],
  ['handling', 'ask_help', 'handling', 'reason', 'assistants photos'],
  ['handling', 'escalate', 'registered', 'reason', ''],
  ['checking', 'pass', 'closed', '', 'note photos'],
  ['checking', 'fail', 'handling', 'reason', 'photos'],
  ['closed', 'rate', 'closed', 'reached note', 'solved satisfied stars'],
  ['closed', 'reopen', 'registered', 'reason', 'photos'],
  ['self_handled', 'pass', 'closed', '', 'note photos'],
  ['self_handled', 'fail', 'registered', 'reason', 'photos'],
  ['shelved', 'resume', 'handling', '', 'note'],
  ['merged', 'unmerge', 'registered', 'reason', ''],
];

const words = (text) => text.split(' ').filter(Boolean);

export function nextOf(state, action) {
  if (action === 'note' || action === 'reveal') return state;
  return rows.find((row) => row[0] === state && row[1] === action)?.[2];
}

export function allowedOf(held) {
  const fits = rows.filter(
    ([state, action]) =>
      state === held.state &&
      (!action.startsWith('decide_') || held.pending?.kind === action.slice(7)) &&
      (!action.startsWith('request_') || !held.pending),
  );
  const list = fits.map(([, action, , needs, may]) => ({
    action,
    needs: words(needs),
    optional: words(may),
  }));
  if (!['archived', 'imported'].includes(held.state)) {
    list.push({ action: 'note', needs: ['note'], optional: ['photos'] });
    if (held.contact) list.push({ action: 'reveal', needs: ['reason'], optional: [] });
  }
  return list;
}

export const CAN = {
  reported: ['withdraw'],
  closed: ['rate', 'reopen'],
  self_handled: ['object'],
  void: ['object'],
  withdrawn: ['restore'],
};

export const CLOCKS = {
  reported: ['register', 'urgent_minute:15', 15],
  verifying: ['verify', 'urgent_minute:30', 30],
  registered: ['dispatch', 'urgent_minute:15', 15],
  dispatched: ['accept', 'work_hour:2', 120],
  handling: ['handle', 'work_hour:4', 240],
  checking: ['check', 'urgent_minute:30', 30],
  closed: ['follow_up', 'work_day:2', 2880],
  self_handled: ['sampling', 'urgent_hour:48', 2880],
  shelved: ['review', 'natural_day:30', 43200],
};
