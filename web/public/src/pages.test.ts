// SPDX-License-Identifier: Apache-2.0
// The pages around a report, on what a server says and on one that is out of reach.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Component } from 'vue';
import { ApiError } from '@shared/api/client.ts';
import type { Promises, Released } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { clientKey, formats } from './district.ts';
import { emptyDraft, useDraft } from './draft.ts';
import { readMine } from './mine.ts';
import HomePage from './pages/HomePage.vue';
import PromisesPage from './pages/PromisesPage.vue';
import ReleasedPage from './pages/ReleasedPage.vue';
import LongText from './parts/LongText.vue';
import NearbyReports from './parts/NearbyReports.vue';
import PromiseNote from './parts/PromiseNote.vue';
import { route } from './router.ts';
import { i18n, TEXT_PARTS } from './texts.ts';
import { cleaned, tooLong } from '@shared/text/limit.ts';

const D = '440311';
const category = { id: '1', code: 'demand-10-01', name_zh: '路灯不亮', name_en: 'Lamp out' };
const released: Released = {
  id: '77',
  title: '东门路灯不亮',
  category,
  state: 'handling',
  area_names: ['光明区', '光明街道', '光明第1网格'],
  place_name: '光明第1网格',
  place: { lat: 22.7, lon: 113.9 },
  distance_m: 42,
  reported_at: '2026-03-01T08:00:00Z',
  co_reporters: 2,
  photos: [],
};
const unknown = new ApiError({ status: 404, code: 'released_unknown', detail: '' });
const lost = new ApiError({ status: 0, code: 'network', detail: '' });

beforeAll(() => Promise.all([i18n.add(TEXT_PARTS.after), i18n.add(TEXT_PARTS.around)]));
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

function shown(
  page: Component,
  props: object,
  client: { get?: (path: string, query?: unknown) => unknown; post?: unknown },
): VueWrapper {
  const given = { url: (path: string) => path, district: D, ...client };
  return mount(page, {
    props,
    global: {
      provide: { [clientKey as symbol]: () => given, [textsKey as symbol]: { i18n, formats } },
    },
  }) as VueWrapper;
}

describe('text with a limit', () => {
  it('keeps a paste of ten thousand characters and says how much is too much', async () => {
    const wrapper = mount(LongText, { props: { modelValue: '', label: 'x', max: 2000, rows: 4 } });
    await wrapper.setProps({ modelValue: '字'.repeat(10_000) });
    expect(wrapper.find('textarea').element.value).toHaveLength(10_000);
    expect(wrapper.find('[role=alert]').text()).toContain('8,000');
    expect(wrapper.find('textarea').attributes('aria-invalid')).toBe('true');
    await wrapper.setProps({ modelValue: '😀'.repeat(2000) });
    expect(wrapper.find('[role=alert]').exists()).toBe(false);
  });

  it('counts as the server does and drops what nobody can see', () => {
    expect(tooLong('👩\u200d🚒'.repeat(2), 6)).toBe(0);
    expect(tooLong('👩\u200d🚒'.repeat(2), 5)).toBe(1);
    expect(cleaned(' a\u202eb\u0007c\ufeff\r\nd\t ', true)).toBe('abc\nd');
    expect(cleaned('a\nb', false)).toBe('a b');
    expect(cleaned('\ud83d half', true)).toBe('half');
    expect(cleaned('👨\u200d👩\u200d👧 你好', true)).toBe('👨\u200d👩\u200d👧 你好');
  });
});

describe('reports nearby', () => {
  const place = { lat: 22.7, lon: 113.9, by: 'gps' as const };

  it('are looked for around the chosen place and category, and lead to their page', async () => {
    vi.useFakeTimers();
    const get = vi.fn().mockResolvedValue({ items: [released] });
    const props = { district: D, place: null, category: '' };
    const wrapper = shown(NearbyReports, props, { get });
    await vi.runAllTimersAsync();
    expect(get).not.toHaveBeenCalled();
    await wrapper.setProps({ place, category: category.code });
    await vi.runAllTimersAsync();
    const query = { lat: 22.7, lon: 113.9, category: category.code };
    expect(get.mock.calls[0]?.slice(0, 2)).toMatchObject(['/released', query]);
    expect(wrapper.find('a').attributes('href')).toBe(`/${D}/released/77`);
    expect(wrapper.text()).toContain('42 米');
    vi.useRealTimers();
  });

  it('stay away in silence where the server cannot be asked', async () => {
    vi.useFakeTimers();
    const get = vi.fn().mockRejectedValue(lost);
    const wrapper = shown(NearbyReports, { district: D, place, category: '' }, { get });
    await vi.runAllTimersAsync();
    expect(get).toHaveBeenCalled();
    expect(wrapper.text()).toBe('');
    vi.useRealTimers();
  });
});

describe('a released report', () => {
  const get = async (path: string): Promise<unknown> => {
    if (path === '/released/77') return released;
    throw unknown;
  };

  it('is joined with what the draft says, under one key, and the draft is done', async () => {
    useDraft(D);
    localStorage.setItem(`gewu.draft.${D}`, JSON.stringify({ ...emptyDraft(), words: '我也看到' }));
    const report = { follow_code: 'NEW-1', number: 9, desk: { name: 'x' } };
    const post = vi.fn().mockRejectedValueOnce(lost).mockResolvedValueOnce(report);
    const wrapper = shown(ReleasedPage, { district: D, id: '77' }, { get, post });
    await flushPromises();
    expect(wrapper.text()).toContain('3 位居民反映了这件事');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(wrapper.find('textarea').element.value).toBe('我也看到');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    const [first, second] = post.mock.calls as [string, object, { key: string }][];
    expect(first?.[0]).toBe('/released/77/follow');
    expect(first?.[1]).toEqual({ language: 'zh-CN', words: '我也看到' });
    expect(second?.[2].key).toBe(first?.[2].key);
    expect(readMine(D)[0]?.code).toBe('NEW-1');
    expect(JSON.parse(localStorage.getItem(`gewu.draft.${D}`) ?? '{}')).toMatchObject({
      words: '',
    });
    expect(route.value).toEqual({ page: 'sent', district: D });
  });

  it('that is settled is not followed but reported again', async () => {
    const settled = async (): Promise<unknown> => ({ ...released, state: 'closed' });
    const wrapper = shown(ReleasedPage, { district: D, id: '77' }, { get: settled });
    await flushPromises();
    expect(wrapper.find('form').exists()).toBe(false);
    expect(wrapper.text()).toContain('又出现了，再反映一次');
  });

  it('that is not public says so without a fault', async () => {
    const wrapper = shown(ReleasedPage, { district: D, id: '78' }, { get });
    await flushPromises();
    expect(wrapper.find('h1').text()).toBe('这件反映现在没有公开');
    expect(wrapper.find('.notice.bad').exists()).toBe(false);
  });
});

describe('promises', () => {
  const promise = {
    until: '2026-03-05T08:00:00Z',
    hours: 52,
    similar: 212,
    share: 80,
    basis: 'category' as const,
  };
  const all = (due: number, kept: number): Promises => ({
    since: '2026-01-01',
    until: '2026-03-01',
    share: 80,
    few_below: 30,
    overall: { promised: 400, due, kept, enough: due >= 30 },
    items: [
      {
        ...{ category, basis: 'category', hours: 52, similar: 212 },
        ...{ promised: 400, due, kept, enough: due >= 30 },
      },
      {
        ...{ category: { ...category, id: '2' }, basis: 'class', hours: 70, similar: 90 },
        ...{ promised: 1, due: 1, kept: 1, enough: false },
      },
      {
        ...{ category: { ...category, id: '3' }, basis: 'too_many_open', similar: 91 },
        ...{ promised: 0, due: 0, kept: 0, enough: false },
      },
      {
        ...{ category: { ...category, id: '4' }, basis: 'too_few', similar: 0 },
        ...{ promised: 0, due: 0, kept: 0, enough: false },
      },
    ],
  });

  it('are told with how many came true', async () => {
    const props = { district: D, promise: { ...promise, until: '2999-03-05T08:00:00Z' } };
    const wrapper = shown(PromiseNote, props, { get: async () => all(300, 246) });
    await flushPromises();
    expect(wrapper.text()).toContain('80% 在 2天4小时 内解决');
    expect(wrapper.text()).toContain('到期的 300 件里，246 件按时做到');
    expect(wrapper.text()).not.toContain('已经晚了');
  });

  it('whose time is over say so, and where nothing is promised, why', async () => {
    const get = vi.fn().mockRejectedValue(lost);
    const late = shown(PromiseNote, { district: D, promise }, { get });
    expect(late.text()).toContain('已经晚了');
    const none = { share: 80, similar: 0 };
    const few = shown(
      PromiseNote,
      { district: D, promise: { ...none, basis: 'too_few' } },
      { get },
    );
    await flushPromises();
    expect(few.text()).toBe('同类反映还太少，说不准要多久。办理时限照常有效。');
    const open = { ...none, basis: 'too_many_open' };
    expect(shown(PromiseNote, { district: D, promise: open }, { get }).text()).toContain('没办完');
  });

  it('have a page, with no share below thirty and the silent folded, not left out', async () => {
    const many = shown(PromisesPage, { district: D }, { get: async () => all(300, 246) });
    await flushPromises();
    expect(many.find('.kept-share').text()).toBe('82%');
    expect(many.findAll('section.card > .promise-rows > li')).toHaveLength(2);
    const folded = many.findAll('details').find((one) => one.text().includes('另有 2 类'));
    expect(folded?.findAll('li')).toHaveLength(2);
    expect(folded?.text()).toContain('同类还太少，说不准要多久');
    expect(many.text()).not.toContain('NaN');
    const few = shown(PromisesPage, { district: D }, { get: async () => all(29, 29) });
    await flushPromises();
    expect(few.text()).not.toContain('100%');
    const gone = shown(PromisesPage, { district: D }, { get: () => Promise.reject(lost) });
    await flushPromises();
    expect(gone.find('[role=alert]').exists()).toBe(true);
  });

  it('open to months whose sum is the number', async () => {
    const months = {
      since: '2026-01-01',
      until: '2026-03-01',
      total: { promised: 400, due: 300, kept: 246 },
      months: [
        { month: '2026-01-01', promised: 150, due: 100, kept: 80 },
        { month: '2026-02-01', promised: 250, due: 200, kept: 166 },
      ],
    };
    const get = vi.fn(async (path: string) => (path === '/promises' ? all(300, 246) : months));
    const page = shown(PromisesPage, { district: D }, { get });
    await flushPromises();
    const row = page.find('section.card > .promise-rows details');
    (row.element as HTMLDetailsElement).open = true;
    await row.trigger('toggle');
    await flushPromises();
    expect(get).toHaveBeenCalledWith('/promises/months', { category: category.code });
    expect(row.findAll('tbody tr').map((line) => line.text())).toEqual([
      '2026年2月250200166',
      '2026年1月15010080',
    ]);
    expect(row.find('tfoot').text()).toContain('400300246');
  });

  it('leave the front page whole where they cannot be asked for', async () => {
    const wrapper = shown(HomePage, { district: D }, { get: () => Promise.reject(lost) });
    await flushPromises();
    expect(wrapper.find('a.hero').attributes('href')).toBe(`/${D}/report`);
    expect(wrapper.findAll('.way')).toHaveLength(4);
    expect(wrapper.find('.notice.bad').exists()).toBe(false);
  });
});
