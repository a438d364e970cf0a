// SPDX-License-Identifier: Apache-2.0
import type { Catalogue } from '@shared/i18n/core.ts';
import type { shellZh } from './shell.zh.ts';

export const shellEn: Catalogue<keyof typeof shellZh> = {
  'console.name': 'Gewu console',
  'console.nav': 'Main navigation',

  'nav.cases': 'Cases',
  'nav.entry': 'Enter',
  'nav.figures': 'Figures',
  'nav.roots': 'Roots',
  'nav.people': 'People',
  'nav.public': 'Residents’ page',
  'nav.signOut': 'Sign out',
  'nav.help': 'Shortcuts',

  'live.connecting': 'Connecting',
  'live.live': 'Live',
  'live.waiting': 'Connection lost, trying again',
  'live.stopped': 'Not connected',

  'login.title': 'Staff sign-in',
  'login.login': 'Login',
  'login.password': 'Password',
  'login.go': 'Sign in',
  'login.busy': 'Signing in…',
  'login.need': 'Enter login and password.',
  'login.expired': 'Your login has expired. Sign in again; your page is still there.',
  'login.resident': 'Residents need no login:',
  'login.resident.link': 'residents’ page',

  'district.choose': 'Choose a district',

  'password.title': 'Change your password',
  'password.must': 'An administrator set this password. Choose one that only you know first.',
  'password.current': 'Present password',
  'password.next': 'New password',
  'password.again': 'New password again',
  'password.hint': 'At least 10 characters; not your name, login or a common password.',
  'password.need': 'Fill in all three.',
  'password.differ': 'The two new passwords differ.',
  'password.go': 'Change it',

  'help.title': 'Keyboard shortcuts',
  'help.jk': 'Move down and up',
  'help.enter': 'Open the case',
  'help.search': 'Search',
  'help.question': 'Show this help',
  'help.escape': 'Close, back to the list',
  'help.action': 'Take the first action',

  'page.queue': 'Cases',
  'page.case': 'Case',
  'page.chain': 'History chain',
  'page.entry': 'Enter a report',
  'page.figures': 'Figures',
  'page.rows': 'Rows',
  'page.roots': 'Roots',
  'page.password': 'Change password',
  'page.people': 'People and roles',
  'page.login': 'Sign in',
  'page.districts': 'Choose a district',
  'page.missing': 'No such page',
};
