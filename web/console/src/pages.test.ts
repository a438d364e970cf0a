// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import type { Area, Figures } from '@shared/api/types.ts';
import { areaOptions } from './areas.ts';
import { emptyEntry, entryBody, entryNeeds } from './entry.ts';
import { metricsOf, monthEnd, periodOf, sortMetrics } from './figures.ts';
import { firstQueue, homeOf, linksFor } from './links.ts';
import { nextPath } from './next.ts';
import { isTyping } from './shortcuts.ts';
import { limitText } from './texts.ts';

const area = (id: string, parent: string | null, code: string): Area => ({
  id,
  parent,
  code,
  name: `n${id}`,
  level: 'grid',
});

describe('the area picker', () => {
  it('indents by depth, in order of code, whatever order came', () => {
    const options = areaOptions([
      area('3', '1', '13'),
      area('2', '1', '12'),
      area('1', null, '1'),
      area('4', '2', '121'),
    ]);
    expect(options.map((option) => [option.id, option.depth])).toEqual([
      ['1', 0],
      ['2', 1],
      ['4', 2],
      ['3', 1],
    ]);
  });

  it('starts at the caller’s own areas when their parents are not theirs to see', () => {
    expect(areaOptions([area('2', 'unseen', '12')])[0]?.depth).toBe(0);
  });
});

describe('figures', () => {
  it('stand in the order of a case’s life, new ones last', () => {
    expect(sortMetrics(['brand_new', 'closed', 'reported', 'closed'])).toEqual([
      'reported',
      'closed',
      'brand_new',
    ]);
  });

  it('leave out columns of nothing but zeros', () => {
    const figures = {
      total: { reported: 2, overdue: 0 },
      rows: [{ key: {}, values: { reopened: 0, closed: 1 } }],
    };
    expect(metricsOf(figures as unknown as Figures)).toEqual(['reported', 'closed']);
  });

  it('count periods in the district’s own days', () => {
    expect(periodOf('week', new Date('2026-03-01T20:00:00Z'), 480)).toEqual({
      from: '2026-02-24',
      to: '2026-03-02',
    });
    expect(periodOf('today', new Date('2026-03-01T20:00:00Z'), 0)).toEqual({
      from: '2026-03-01',
      to: '2026-03-01',
    });
    expect(monthEnd('2028-02-01')).toBe('2028-02-29');
    expect(monthEnd('2026-12-01')).toBe('2026-12-31');
  });
});

describe('staff entry', () => {
  it('needs words and a place; handled on the spot also how', () => {
    expect(entryNeeds(emptyEntry())).toEqual(['words', 'place']);
    const note = {
      ...emptyEntry(),
      words: 'x',
      address: 'y',
      channel: 'worker_note',
      self_handled: true,
    };
    expect(entryNeeds(note)).toEqual(['answer']);
    expect(entryNeeds({ ...note, channel: 'phone' })).toEqual([]);
  });

  it('says handled on the spot only for a quick note', () => {
    const entry = {
      ...emptyEntry(),
      words: ' x ',
      self_handled: true,
      answer: 'done',
      phone: ' 139 ',
    };
    expect(entryBody(entry, [])).toEqual({
      channel: 'phone',
      words: 'x',
      contact: { phone: '139' },
    });
    expect(entryBody({ ...entry, channel: 'worker_note' }, [])).toMatchObject({
      self_handled: true,
      answer: 'done',
    });
  });
});

describe('after a login', () => {
  it.each([
    ['/440311/figures?by=day', '/440311/figures?by=day'],
    ['https://elsewhere.example/', '/440311'],
    ['//elsewhere.example/440311/', '/440311'],
    ['/440311//elsewhere.example', '/440311'],
    ['/370203/cases', '/440311'],
    [undefined, '/440311'],
  ])('%s leads to %s', (next, path) => {
    expect(nextPath(next, '440311')).toBe(path);
  });
});

describe('the pages of a role', () => {
  const names = (...roles: string[]): string[] =>
    linksFor(roles.map((role) => ({ role }))).map((link) => link.name);

  it('are those it has a use for, the first one where it lands', () => {
    expect(names('dispatcher')).toEqual([
      'queue',
      'entry',
      'place',
      'board',
      'map',
      'figures',
      'areas',
      'roots',
    ]);
    expect(names('leader')).toEqual([
      'queue',
      'place',
      'board',
      'map',
      'figures',
      'areas',
      'roots',
    ]);
    expect(names('security_administrator')).toEqual(['people', 'figures', 'roots']);
    expect(names('part_time_worker')).toEqual(['queue', 'entry', 'roots']);
    expect(names('leader', 'grid_lead')).toContain('entry');
    expect(homeOf([{ role: 'security_administrator' }])).toBe('people');
    expect(homeOf([{ role: 'leader' }])).toBe('board');
    expect(homeOf([{ role: 'system_administrator' }])).toBe('areas');
  });

  it('begin with the queue that waits for it', () => {
    const first = (role: string): string => firstQueue([{ role }]);
    expect([first('dispatcher'), first('grid_worker'), first('leader')]).toEqual([
      'desk',
      'mine',
      'all',
    ]);
  });

  it('are shown to a role newer than this page', () => {
    expect(names('brand_new')).toEqual([
      'queue',
      'entry',
      'place',
      'board',
      'map',
      'figures',
      'roots',
    ]);
  });
});

describe('small words', () => {
  it('tell limits in words, unknown ones as they are', () => {
    expect(limitText('work_hour:4')).toBe('4 个工作小时');
    expect(limitText('lunar_month:1')).toBe('lunar_month:1');
  });

  it('know when somebody types', () => {
    expect(isTyping(document.createElement('textarea'))).toBe(true);
    expect(isTyping(document.createElement('button'))).toBe(false);
    expect(isTyping(null)).toBe(false);
  });
});
