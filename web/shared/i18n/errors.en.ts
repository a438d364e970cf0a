// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from './core.ts';
import type { errorsZh } from './errors.zh.ts';

export const errorsEn: Catalogue<keyof typeof errorsZh> = {
  network:
    'The server was not reached; what you entered is still here. Check the network and try again: nothing is sent twice.',
  server_unavailable:
    'The server is busy just now; what you entered is still here. Try again in a minute.',
  server_failed:
    'Something broke on the server and this was not done. Try again in a few minutes; if it stays, give the error number to the administrator.',
  page_outdated:
    'This page and the server no longer match. Reload the page and try again; drafts are kept.',
  unexpected_answer: 'The answer was not understood. Reload the page and try again.',
  body_too_large: 'This is too much to send. Shorten the text or use smaller photos.',
  rate_limited: 'Too many attempts. Wait a minute and try again.',
  outcome_unknown: 'It is not known whether that went through. Try again: nothing is done twice.',
  database_full:
    'The server’s storage is full and nothing was kept. Try again later and tell the administrator.',
  idempotency_key_reused:
    'Something different was already sent from this form. Reload the page and look at what came of it.',
  district_unknown: 'There is no such district. Check the address or choose from the front page.',
  route_unknown: 'There is nothing at this address. Start again from the front page.',
  follow_code_unknown:
    'No report has this code. Compare it letter by letter with the one you were given.',
  action_not_possible:
    'The case has moved on and this is not possible now. Refresh to see where it stands.',
  action_not_yours: 'Somebody else has to do that.',
  answered_already: 'This was answered already. Refresh to see it.',
  own_work: 'You did this work yourself; somebody else has to rate it.',
  rated_already: 'It was rated already. Refresh to see it.',
  withdrawn_already: 'It was withdrawn already. Refresh to see it.',
  reopening_ended:
    'The time to ask for another look has ended. If it is still there, report it anew.',
  objection_ended: 'The time to object has ended. Please report it anew.',
  stars_out_of_range: 'Give one to five stars.',
  solved_missing: 'They were reached: say whether it is solved and satisfies.',
  card_unknown: 'This door card is not known. Use your position or choose on the map.',
  category_unknown: 'This category no longer exists. Choose another or “Not sure”.',
  code_unknown: 'One of the choices is not in the list. Choose again.',
  place_not_on_earth: 'This place is not on earth. Locate or tap it again.',
  accuracy_out_of_range:
    'The accuracy of the position makes no sense. Locate again or tap the map.',
  phone_invalid: 'That does not look like a phone number. Check it or leave it empty.',
  text_missing: 'A required text is empty.',
  text_too_short: 'A text is too short. Write a little more.',
  text_too_long: 'A text is too long. Shorten it and try again.',
  text_has_hidden_characters:
    'The text holds invisible characters. Remove them or type it by hand.',
  photo_not_jpeg: 'The server takes JPEG photos only. Choose another or take one now.',
  photo_damaged: 'The photo is damaged. Take it again.',
  photo_bytes_too_many: 'The photo is too large. Use a smaller one or take one now.',
  photo_too_small: 'The photo is too small to see anything. Use a larger one.',
  photo_storage_full: 'The server has no room for photos. You can send without one.',
  photo_expired: 'The photo was sent too long ago. Remove it and add it again.',
  photo_unknown: 'The photo was not found. Remove it and add it again.',
  photo_attached_already: 'This photo is used elsewhere already. Remove it and add it again.',
  photo_file_missing: 'The file of this photo is missing. Tell the administrator.',
  voice_not_sound: 'That is no recording the server can keep. Record it again.',
  voice_damaged: 'The recording is damaged. Record it again.',
  voice_bytes_too_many: 'The recording is too large. Speak shorter.',
  voice_too_long: 'A recording lasts at most 90 seconds. Speak shorter.',
  voice_empty: 'There is nothing in the recording. Record it again.',
  voice_storage_full: 'The server has no room for recordings. You can send without one.',
  voice_expired: 'The recording was sent too long ago. Remove it and record again.',
  voice_unknown: 'The recording was not found. Remove it and record again.',
  voice_attached_already: 'This recording is used elsewhere already. Remove it and record again.',
  voice_file_missing: 'The file of this recording is missing. Tell the administrator.',
  voices_too_many: 'At most three recordings at a time. Remove some.',
  photos_too_many: 'Too many photos. Remove some.',
  receipt_malformed: 'A receipt is 64 hexadecimal digits. Copy it again.',
  receipt_unknown:
    'Nothing with this receipt was recorded that day. Check both; if they are right, the record was removed or altered: keep this page and tell somebody.',
  period_invalid: 'The period must begin before it ends and must not be too long.',
  done_at_in_future: 'The time lies in the future. Check this device’s clock.',
  done_at_too_old: 'That is too long ago: at most 60 days.',
  master_key_missing:
    'The server’s key is missing, so contacts cannot be kept. Send without a phone number and tell the administrator.',
  released_unknown: 'This is not shown any more. If the problem is still there, report it anew.',
  released_closed:
    'This has been settled meanwhile. If the problem is still there, report it anew.',
  released_full:
    'Hundreds follow this already and it is being worked on. If yours differs, report it by itself.',
};
