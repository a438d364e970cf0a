// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { aroundZh } from './messages_around.zh.ts';

export const aroundEn: Catalogue<keyof typeof aroundZh> = {
  'released.gone': 'This report is not public now',
  'released.gone.hint':
    'Staff may have withdrawn it, or the address is wrong. Use your follow code for a report of your own.',
  'released.map': 'To the public map',
  'released.closed': 'Closed',
  'released.people': '{n} resident reported this | {n} residents reported this',
  'released.settled': 'This matter is settled',
  'released.settled.hint':
    'If it came back or was never solved, report it once more; place and category are filled in.',
  'released.again': 'It is back: report it again',
  'released.where': 'Show on the map',

  'map.title': 'Around here',
  'map.lead':
    'Reports that staff released, coloured by grid; from near, each one shows. Disputes, care and what is inside a home are never public.',
  'map.legend': 'Legend: open reports per grid',
  'map.open': 'open',
  'map.done': 'done',
  'map.near': 'Near me',
  'map.denied':
    'No permission for your position. Zoom in on the map, or choose a grid from the list.',
  'map.unavailable':
    'This device cannot tell its position now. Zoom in on the map, or choose a grid from the list.',
  'map.points': '{n} report in view | {n} reports in view',
  'map.areas': 'By grid',
  'map.areas.hint': '{n} open in view. Choose a grid to look closer.',
  'map.counts': '{open} open · {done} done',
  'map.all': 'All {n} grids',
  'map.empty': 'Nothing is public here yet',
  'map.empty.hint': 'Did you see something? Be the first to report it.',
  'map.near.empty': 'Nothing is public here yet. Zoom out to look elsewhere.',
  'map.none':
    'The map did not load. Check the network and reload; position, address and lists still work.',

  'who.title': 'Who answers for this place',
  'who.lead':
    'Every place belongs to exactly one micro-grid. Choose a place to see who acts there and where a matter goes that cannot be solved.',
  'who.map': 'Tap on the map, or choose the area',
  'who.choose': 'Choose the area',
  'who.choose.none': 'Choose',
  'who.chain': 'From here upwards',
  'who.up': 'What is not solved here, or late, goes up to:',
  'who.code': 'Code {code}',
  'who.post.micro_grid': 'Micro-grid lead, part-time workers: notice, act first, look on the spot',
  'who.post.grid': 'Grid lead and grid workers: take it in and act; small things stay here',
  'who.post.dedicated_grid':
    'Lead of the dedicated grid: matters within the school, park or enterprise',
  'who.post.community':
    'Community desk and verifiers: bring parties together; somebody else checks',
  'who.post.street': 'Street dispatch centre: sends departments, whistles for help',
  'who.post.district': 'The district: the last resort, supervises what is late',
  'who.names':
    'Names and telephones are those of the post, shown because the holder agreed. Where there is none, report it: it reaches whoever holds the post.',
  'who.address': 'Find by address',
  'who.address.hint': 'Estate and building are enough; no need to name a flat.',
  'who.ring': 'Ring {phone}',
  'who.role.micro_grid_lead': 'Micro-grid lead',
  'who.role.grid_worker': 'Grid worker',
  'who.role.grid_lead': 'Grid lead',
  'who.role.community_desk': 'Community desk',
  'who.role.dispatcher': 'Dispatch centre',
  'who.report': 'Report a problem here',
  'who.map.link': 'See what is public around here',
  'who.empty': 'Choose a place, and this shows who answers for it, from the micro-grid up.',
  'who.nearest': 'The nearest is {name}, {distance} away.',
  'who.outside': 'A report from here is taken in by the district, which names who answers.',
  'who.denied': 'No permission for your position. Tap on the map, or choose the area.',
  'who.unavailable':
    'This device cannot tell its position now. Tap on the map, or choose the area.',

  'report.card': 'Door card: {name}.',
  'report.card.taken': 'Its place and usual categories are filled in; change what is different.',
  'report.card.other': 'You have chosen another place.',
  'report.card.take': 'Use the place of the card',

  'report.address.found': 'Found by the address you wrote',
  'report.address.several': 'More than one place is called that. Choose:',
  'report.address.none':
    'This address was not found. Send it all the same: somebody checks the place.',
  'report.address.unknown':
    '“{words}” was not found. Choose from these, or send it all the same: somebody checks the place.',
  'report.address.more': 'There are more: add the name of the community.',
  'report.address.and': ', ',
  'promises.title': 'Promises and how they are kept',
  'promises.lead':
    'After reporting you see within what time 80% of similar matters were solved. This page shows how many of those came true.',
  'promises.none.too_few': 'Too few to say how long',
  'promises.none.too_many_open': 'Too many still open to say how long',
  'promises.within': '{share}% solved within {span}',
  'promises.kept': '{kept} of {due} kept',
  'promises.kept.few': '{due} came due: too few to say',
  'promises.overall': 'Of {due} that came due, {kept} were kept',
  'promises.overall.few': 'Only {due} have come due, too few to say. It is shown here from {n} on.',
  'promises.since': 'since {day}',
  'promises.by': 'By category',
  'promises.silent':
    '{n} more category has too few of its own to say | {n} more categories have too few of their own to say',
  'promises.silent.hint':
    'Fewer than {n} of its own. What reporters are told is drawn from the class or the whole district; where even these are too few, nothing is promised.',
  'promises.opens': '{n} promised in all, by month',
  'promises.all': 'All',
  'promises.months': '{name}: promised, due and kept by month',
  'promises.month': 'Month',
  'promises.count.promised': 'Promised',
  'promises.count.due': 'Due',
  'promises.count.kept': 'Kept',
  'promises.total': 'Total',
  'promises.rows':
    'Each report belongs to whoever made it and is not listed here unless it was released; your own code shows whether yours was kept. Staff and auditors open these numbers case by case.',
  'promises.how': 'How this is counted',
  'promises.how.window':
    'The window is taken from how long similar reports here took from arrival to solution: 80% were solved within it. Open ones count too; nothing drops out by being unfinished.',
  'promises.how.kept':
    'A window is recorded when it is shown and cannot be changed. It is kept only if the matter was solved by then.',
  'promises.how.few': 'Below {n} no share is given: it would say nothing.',

  'demo.title': 'Welcome to the Gewu demo',
  'demo.lead':
    'In Gewu somebody answers for every place: a resident reports, it reaches the grid that answers, is handled, checked and replied to. This is the demo of {name}.',
  'demo.invented':
    'The place is real; inner boundaries, people and events are invented. Try anything: nobody is disturbed.',
  'demo.live': 'The demo is alive: new reports, dispatches and answers keep coming.',
  'demo.resident': 'First be a resident (no login)',
  'demo.resident.try':
    'Take a photo, choose a category, send; keep the code, then finish it as staff.',
  'demo.follow': 'Or look how others are getting on',
  'demo.staff': 'Then be staff',
  'demo.password': 'Everybody has the password',
  'demo.password.copy': 'Copy the password',
  'demo.app.console': 'Console',
  'demo.app.field': 'Field app',
  'demo.first': 'In this order they bring one matter to its end',
  'demo.others': 'Another role | Other roles ({n})',
  'demo.follow.more': '{n} more | {n} more',
  'demo.role.part_time_worker': 'Part-time worker',
  'demo.role.micro_grid_lead': 'Micro-grid lead',
  'demo.role.grid_worker': 'Grid worker',
  'demo.role.grid_lead': 'Grid lead',
  'demo.role.community_desk': 'Community desk',
  'demo.role.dispatcher': 'Dispatcher',
  'demo.role.department': 'Department',
  'demo.role.verifier': 'Verifier',
  'demo.role.leader': 'Leader',
  'demo.role.system_administrator': 'System administrator',
  'demo.role.security_administrator': 'Security administrator',
  'demo.role.auditor': 'Auditor',
};
