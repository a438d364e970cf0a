// SPDX-License-Identifier: Apache-2.0
// The console's pages and states: `as` is who looks (the dispatcher where nothing is said), `dark`
// and `large` how, `hang` and `fail` the part of an address whose answer does not come or is refused.
const GRID = '440311001001001';

export function consolePages(district) {
  return [
    { name: 'login', path: () => `/console/${district}/login`, as: 'nobody' },
    { name: 'queue', path: () => `/console/${district}/cases?queue=all` },
    { name: 'queue-empty', path: () => `/console/${district}/cases?queue=all&q=zzzz` },
    { name: 'case', path: (s) => `/console/${district}/cases/${s.caseId}?queue=all` },
    {
      name: 'case-action',
      path: (s) => `/console/${district}/cases/${s.caseId}?queue=all`,
      act: async (page) => {
        // One that has a form: what needs none would be done at once.
        await page.locator('.actions .button.danger').first().click();
        await page.waitForTimeout(400);
      },
    },
    {
      name: 'bulk',
      path: () => `/console/${district}/cases?queue=desk`,
      act: async (page) => {
        for (const box of (await page.locator('.case-pick input').all()).slice(0, 2))
          await box.check();
        const narrow = page.locator('.list-bar .narrow-only');
        if (await narrow.isVisible()) await narrow.click();
        await page.waitForTimeout(900);
      },
    },
    {
      name: 'help',
      path: () => `/console/${district}/cases?queue=all`,
      act: (page) => page.keyboard.press('?'),
    },
    { name: 'chain', path: (s) => `/console/${district}/cases/${s.closedId}/chain` },
    { name: 'entry', path: () => `/console/${district}/entry` },
    { name: 'figures', path: () => `/console/${district}/figures` },
    { name: 'figures-day', path: () => `/console/${district}/figures?by=day` },
    { name: 'rows', path: (s) => `/console/${district}/figures/rows?${s.rows}` },
    { name: 'board-today', path: () => `/console/${district}/boards/today` },
    { name: 'board-street', path: () => `/console/${district}/boards/street` },
    { name: 'map', path: () => `/console/${district}/map` },
    { name: 'areas', path: () => `/console/${district}/admin/areas` },
    { name: 'categories', path: () => `/console/${district}/admin/categories` },
    { name: 'calendar', path: () => `/console/${district}/admin/calendar` },
    { name: 'roots', path: () => `/console/${district}/roots` },
    // What a page says while it waits, when it fails and when there is nothing.
    {
      name: 'queue-filters',
      path: () => `/console/${district}/cases?queue=all&alarm=overdue&holder=workers`,
      act: (page) => page.getByRole('button', { name: /^(筛选|Filters)/ }).click(),
    },
    { name: 'queue-waiting', path: () => `/console/${district}/cases?queue=all`, hang: '/cases?' },
    { name: 'queue-failed', path: () => `/console/${district}/cases?queue=all`, fail: '/cases?' },
    { name: 'board-waiting', path: () => `/console/${district}/boards/street`, hang: '/figures' },
    { name: 'board-failed', path: () => `/console/${district}/boards/today`, fail: '/standing' },
    { name: 'board-today-dark', path: () => `/console/${district}/boards/today`, dark: true },
    {
      name: 'case-dark',
      path: (s) => `/console/${district}/cases/${s.caseId}?queue=all`,
      dark: true,
    },
    { name: 'map-dark', path: () => `/console/${district}/map`, dark: true },
    { name: 'queue-large', path: () => `/console/${district}/cases?queue=all`, large: true },
    { name: 'entry-large', path: () => `/console/${district}/entry`, large: true },
    { name: 'board-street-large', path: () => `/console/${district}/boards/street`, large: true },
    { name: 'map-rate', path: () => `/console/${district}/map?figure=on_time_rate` },
    { name: 'figures-category', path: () => `/console/${district}/figures?by=category` },
    { name: 'board-grid', path: () => `/console/${district}/boards/grid`, as: `grid${GRID}` },
    { name: 'my-cases', path: () => `/console/${district}/cases?queue=mine`, as: `worker${GRID}` },
    { name: 'door-cards', path: () => `/console/${district}/door-cards` },
    { name: 'paper', path: () => `/console/${district}/paper` },
    { name: 'password', path: () => `/console/${district}/password` },
    { name: 'missing', path: () => `/console/${district}/nowhere/at/all` },
    {
      name: 'organisations',
      path: () => `/console/${district}/admin/organisations`,
      as: 'sysadmin',
    },
    {
      name: 'stages',
      path: () => `/console/${district}/admin/stages`,
      as: 'sysadmin',
      act: (page) => page.locator('tbody tr:nth-child(7) button').first().click(),
    },
    {
      name: 'holidays',
      path: () => `/console/${district}/admin/calendar`,
      as: 'sysadmin',
      act: async (page) => {
        await page.getByRole('button', { name: /导入一年|Import a year/ }).click();
        const text = '2031-01-01\toff\t元旦\n2031-01-04\twork\t元旦\n';
        const file = { name: '2031.tsv', mimeType: 'text/plain', buffer: Buffer.from(text) };
        await page.locator('input[type=file]').setInputFiles(file);
        await page.waitForTimeout(600);
      },
    },
    { name: 'people', path: () => `/console/${district}/people`, as: 'secadmin' },
    {
      name: 'person',
      path: () => `/console/${district}/people`,
      as: 'secadmin',
      act: async (page) => {
        await page.locator('tbody tr:nth-child(3) button').first().click();
        await page.waitForTimeout(500);
      },
    },
    { name: 'security', path: () => `/console/${district}/admin/security`, as: 'auditor' },
  ];
}
