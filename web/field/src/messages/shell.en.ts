// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { shellZh } from './shell.zh.ts';

export const shellEn: Catalogue<keyof typeof shellZh> = {
  'shell.app': 'Gewu · Field',
  'nav.main': 'Main navigation',
  'nav.today': 'Today',
  'nav.map': 'Map',
  'nav.note': 'Note',
  'nav.search': 'Search',
  'nav.me': 'Me',

  'page.today': 'Today',
  'page.case': 'Case',
  'page.note': 'Quick note',
  'page.map': 'My grid',
  'page.search': 'Search cases',
  'page.outbox': 'Waiting to send',
  'page.settings': 'Me',
  'page.login': 'Log in',
  'page.password': 'Change password',
  'page.districts': 'Choose a district',
  'page.missing': 'No such page',

  'sync.label': 'Waiting to send: {n}',
  'sync.fetching': 'Fetching',
  'sync.done': 'All sent',
  'sync.sending': 'Sending {n}',
  'sync.waiting': '{n} waiting',
  'sync.offline': 'Offline',
  'sync.offlineWaiting': 'Offline · {n} waiting',
  'sync.login': 'Log in',
  'sync.loginWaiting': 'Log in · {n} waiting',
  'sync.attention': '{n} need you',
  'sync.open': 'Open what waits to be sent: {state}',

  'login.title': 'Grid worker login',
  'login.login': 'Account',
  'login.password': 'Password',
  'login.show': 'Show the password',
  'login.go': 'Log in',
  'login.busy': 'Logging in…',
  'login.need': 'Enter account and password.',
  'login.expired':
    'Your login has ended. All you noted is still on this phone and goes out by itself after you log in.',
  'login.waiting':
    '{n} record on this phone is not sent yet; it goes out after you log in. | {n} records on this phone are not sent yet; they go out after you log in.',
  'login.others':
    '{n} more is somebody else’s and goes out when they log in. | {n} more are somebody else’s and go out when they log in.',
  'login.gone.account_disabled':
    'This account was disabled and the phone has been cleared. Ask your administrator.',
  'login.gone.device_revoked':
    'An administrator signed this phone out and it has been cleared. Log in again if you need it.',
  'login.gone.no_contact':
    'No contact for over 72 hours: the cases on this phone have been cleared. What you noted yourself and has not been sent is still here and goes out after you log in.',
  'login.offline': 'There is no network now. Logging in has to wait for one.',
  'login.later': 'Log in later, go on noting',
  'login.change': 'Another district',
  'login.password.must':
    'This is a first password. Change it in the workbench to one only you know, then log in here.',
  'login.password.go': 'Change the password',

  'district.choose': 'Which district do you work in?',
  'district.none': 'There is no district here yet.',

  'banner.login': 'Your login has ended; new records are kept on the phone.',
  'banner.clock': 'This phone is {span} fast; records use the server’s time.',
  'banner.clockSlow': 'This phone is {span} slow; records use the server’s time.',
  'banner.storage':
    'This phone refuses storage: reporting works with a network; without one, keep this page open.',
  'banner.full':
    'The phone is full: new records live in this page only. Keep it open until they are sent.',
  'banner.update': 'A new version is here.',
  'banner.update.go': 'Update now',
};
