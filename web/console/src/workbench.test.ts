// SPDX-License-Identifier: Apache-2.0
// The parts of the workbench with a mind of their own, each mounted over a server of two lines.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, effectScope, nextTick, ref, shallowRef, type Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';
import { ApiError } from '@shared/api/client.ts';
import type { Area, CaseDetail, CaseRow, Presence } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { createFormats } from '@shared/i18n/format.ts';
import BulkPanel from './parts/BulkPanel.vue';
import CaseActions from './parts/CaseActions.vue';
import CaseList from './parts/CaseList.vue';
import CaseRelease from './parts/CaseRelease.vue';
import DeedToasts from './parts/DeedToasts.vue';
import PlaceFinder from './parts/PlaceFinder.vue';
import QueueFilters from './parts/QueueFilters.vue';
import SavedFilters from './parts/SavedFilters.vue';
import SearchLine from './parts/SearchLine.vue';
import { current, type Desk } from './session.ts';
import { i18n } from './texts.ts';
import { createDeeds } from './work/deeds.ts';
import { usePresence } from './work/presence.ts';
import { useQueueRows } from './work/queue.ts';
import { freshRows } from './work/stable.ts';

const get = vi.fn();
const post = vi.fn();
const put = vi.fn();
const del = vi.fn();
let router: Router;
let desk: Desk;
let timers: (() => void)[] = [];
const mounted: VueWrapper[] = [];
const missing = (status = 404): ApiError => new ApiError({ status, code: 'x', detail: '' });

function row(id: string, change: Partial<CaseRow> = {}): CaseRow {
  return {
    id,
    number: 100000 + Number(id),
    title: `案件 ${id}`,
    version: 1,
    state: 'reported',
    alarm: 'none',
    channel: 'phone',
    reported_at: '2026-03-01T01:00:00Z',
    area: { id: '9', code: '', name: '第4网格', level: 'grid' },
    area_names: ['云桥区', '第4网格'],
    category: { id: '1', code: 'a', name_zh: '路灯', name_en: 'Lamp' },
    photo_count: 0,
    co_reporters: 0,
    ...change,
  } as CaseRow;
}
const detail = (id: string, change: Partial<CaseDetail> = {}): CaseDetail =>
  ({
    ...row(id),
    allowed: [{ action: 'register', needs: [], optional: ['note'] }],
    events: [{ seq: 3 }],
    photos: [],
    limits: [],
    duplicates: [],
    ...change,
  }) as CaseDetail;

async function show(
  part: Component,
  props: Record<string, unknown> = {},
  at = '/440311/cases',
): Promise<VueWrapper> {
  await router.push(at);
  const wrapper = mount(part, {
    props,
    attachTo: document.body,
    global: {
      plugins: [router],
      provide: {
        [textsKey as symbol]: { i18n, formats: computed(() => createFormats('zh', 480)) },
      },
    },
  });
  mounted.push(wrapper);
  await flushPromises();
  return wrapper;
}
const button = (wrapper: VueWrapper, text: string): ReturnType<VueWrapper['find']> =>
  wrapper.findAll('button').find((found) => found.text().startsWith(text)) ?? wrapper.find('none');
const press = (key: string): boolean =>
  dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));

beforeEach(() => {
  for (const wrapper of mounted.splice(0)) wrapper.unmount();
  for (const mock of [get, post, put, del]) mock.mockReset();
  sessionStorage.clear();
  timers = [];
  const client = { get, post, put, del, url: (path: string) => path };
  const later = (run: () => void): (() => void) => {
    timers.push(run);
    return () => timers.splice(timers.indexOf(run), 1);
  };
  desk = {
    code: '440311',
    client,
    session: shallowRef({ account: '1', name: '周云', grants: [] }),
    expired: shallowRef(false),
    district: shallowRef(null),
    areas: shallowRef([]),
    classes: shallowRef([]),
    emergencies: shallowRef([]),
    onChange: () => () => undefined,
    onPresence: () => () => undefined,
    deeds: createDeeds({ client: client as never, name: 'deeds', later }),
  } as unknown as Desk;
  current.value = desk;
  router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:district/cases/:id?', name: 'queue', component: { template: '<i/>' } }],
  });
});

describe('a search by words', () => {
  const search = {
    words: ['路灯', '西门'],
    categories: [],
    ignored: [],
    complete: true,
    found: [],
  };

  it('marks in each row what it was found by, and shows the passage a row does not', async () => {
    const found = new Map([
      [
        '1',
        [
          { id: '1', in: 'title', text: '案件 1', marks: [{ from: 0, to: 2 }] },
          { id: '1', in: 'address', text: '西门大街', marks: [{ from: 0, to: 2 }] },
        ],
      ],
    ]);
    const rows = freshRows([row('1', { title: '案件 1' }), row('2')]);
    const wrapper = await show(CaseList, { rows, openId: '', chosen: new Set(), found });
    expect(wrapper.findAll('mark').map((mark) => mark.text())).toEqual(['案件', '西门']);
    expect(wrapper.find('.case-row-found').text()).toMatch(/^地址\s*西门大街$/);
  });

  it('says what was understood, what was left out, and leads out where nothing is found', async () => {
    const props = { query: { queue: 'desk', q: '路灯' }, queue: 'desk', rows: 0, more: false };
    const wrapper = await show(SearchLine, {
      ...props,
      search: { ...search, ignored: ['13800000000'], complete: false },
    });
    expect(wrapper.find('[role=status]').text()).toContain('包含“路灯”和“西门”的工单');
    expect(wrapper.text()).toContain('没有查找“13800000000”');
    expect(wrapper.text()).toContain('索引');
    expect(wrapper.find('a').attributes('href')).toContain('queue=all');
  });

  it('offers no wider search where it was the widest', async () => {
    const props = { query: { q: '路灯' }, queue: 'all', rows: 0, more: false, search };
    const wrapper = await show(SearchLine, props);
    expect(wrapper.find('a').exists()).toBe(false);
    expect(wrapper.find('[role=status]').text()).toContain('各种状态');
  });

  it('keeps what earlier pages said of their rows', async () => {
    const page = (id: string, next: string | null) => ({
      items: [row(id)],
      next,
      search: { ...search, found: [{ id, in: 'words', text: '路灯', marks: [] }] },
    });
    get.mockResolvedValueOnce(page('1', '0.1')).mockResolvedValueOnce(page('2', null));
    await effectScope().run(async () => {
      const queue = useQueueRows(desk.client, () => ({ q: '路灯' }));
      await queue.start();
      await queue.next();
      expect([...queue.found.value.keys()]).toEqual(['1', '2']);
      expect(queue.search.value?.words).toEqual(['路灯', '西门']);
    });
  });
});

describe('the actions of a case', () => {
  it('do at one press what needs nothing, and open the form of what does', async () => {
    const held = detail('7', {
      allowed: [
        { action: 'register', needs: [], optional: [] },
        { action: 'decline', needs: ['reason'], optional: [] },
      ],
    });
    const wrapper = await show(CaseActions, { held });
    await button(wrapper, '不予立案').trigger('click');
    expect(wrapper.find('form').exists()).toBe(true);
    expect(desk.deeds.list).toHaveLength(0);
    await button(wrapper, '受理立案').trigger('click');
    expect(desk.deeds.list[0]).toMatchObject({
      caseId: '7',
      seen: 3,
      state: 'held',
      body: { action: 'register', version: 1 },
    });
    expect(wrapper.text()).toContain('受理立案即将提交');
  });

  it('offer the suggested holder by name, one press away', async () => {
    const worker = { kind: 'account', id: '5', name: '李敏', role: 'grid_worker' };
    get.mockResolvedValue([{ ...worker, area_name: '第4网格' }]);
    const allowed = [{ action: 'dispatch', needs: ['holder'], optional: [] }];
    const wrapper = await show(CaseActions, { held: detail('7', { allowed }) });
    await button(wrapper, '派遣给 推荐：李敏').trigger('click');
    expect(desk.deeds.list[0]?.body).toEqual({
      action: 'dispatch',
      version: 1,
      holder: { kind: 'account', id: '5' },
    });
  });

  it('put a form back as it was when its deed is undone', async () => {
    const allowed = [{ action: 'decline', needs: ['reason'], optional: [] }];
    const wrapper = await show(CaseActions, { held: detail('7', { allowed }) });
    await button(wrapper, '不予立案').trigger('click');
    await wrapper.find('textarea').setValue('不在本区');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(wrapper.find('form').exists()).toBe(false);
    desk.deeds.undo();
    await flushPromises();
    expect(wrapper.find('textarea').element.value).toBe('不在本区');
  });

  it('show the words of whose action is gone, and who did what meanwhile', async () => {
    const allowed = [{ action: 'decline', needs: ['reason'], optional: [] }];
    const wrapper = await show(CaseActions, { held: detail('7', { allowed }) });
    await button(wrapper, '不予立案').trigger('click');
    await wrapper.find('textarea').setValue('不在本区');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    post.mockRejectedValue(new ApiError({ status: 409, code: 'version_stale', detail: '' }));
    const at = '2026-03-01T02:00:00Z';
    const event = { seq: 4, at, action: 'register', from: 'reported', to: 'registered', words: '' };
    get.mockResolvedValue({ events: [{ ...event, actor: { kind: 'account', name: '王五' } }] });
    timers[0]?.();
    await flushPromises();
    expect(wrapper.text()).toContain('王五');
    await wrapper.setProps({ held: detail('7', { version: 2 }) });
    await flushPromises();
    expect(wrapper.find('form').exists()).toBe(false);
    expect(wrapper.text()).toContain('不在本区');
  });

  it('merge at one key, and never without the right to', async () => {
    const allowed = [{ action: 'merge', needs: ['main_case'], optional: [] }];
    const wrapper = await show(CaseActions, { held: detail('7', { allowed }) });
    const exposed = wrapper.vm as unknown as { mergeInto: (id: string) => Promise<void> };
    await exposed.mergeInto('3');
    expect(desk.deeds.list[0]?.body).toMatchObject({ action: 'merge', main_case: '3' });
    const other = await show(CaseActions, { held: detail('8') });
    await (other.vm as unknown as typeof exposed).mergeInto('3');
    expect(desk.deeds.of('8')).toBeUndefined();
  });
});

describe('deeds on their way', () => {
  it('are undone by Z, and Z is left to others when there are none', async () => {
    const wrapper = await show(DeedToasts);
    expect(press('z')).toBe(true);
    desk.deeds.hold({
      caseId: '7',
      number: 1,
      title: '井盖',
      action: 'register',
      body: {},
      seen: 0,
    });
    await nextTick();
    expect(wrapper.text()).toContain('受理立案：5 秒内可撤销');
    expect(press('z')).toBe(false);
    await nextTick();
    expect(desk.deeds.list).toEqual([]);
    expect(wrapper.find('[role=status]').text()).toContain('没有提交任何内容');
  });
});

describe('the list', () => {
  it('moves by key from the focused row, else the open one, and marks what left', async () => {
    const rows = freshRows([row('1'), row('2'), row('3')]);
    rows[2] = { row: row('3'), gone: true };
    const wrapper = await show(CaseList, { rows, openId: '1', chosen: new Set(['2']) });
    const list = wrapper.vm as unknown as { move: (by: number) => CaseRow };
    expect(list.move(1).id).toBe('2');
    expect(list.move(1).id).toBe('3');
    expect(list.move(1).id).toBe('3');
    expect(wrapper.emitted('end')).toHaveLength(1);
    expect(document.activeElement?.textContent).toContain('已离开此列表');
    const boxes = wrapper.findAll<HTMLInputElement>('input');
    expect(boxes.map((box) => box.element.checked)).toEqual([false, true, false]);
  });
});

describe('the rows of the queue', () => {
  it('are read page by page and stay still on a change', async () => {
    get
      .mockResolvedValueOnce({ items: [row('1'), row('2')], next: 'c' })
      .mockResolvedValueOnce({ items: [row('3')], next: null })
      .mockResolvedValueOnce({ items: [row('9'), row('2'), row('3')], next: null });
    const page = effectScope().run(() => useQueueRows({ get }, () => ({ queue: 'desk' })))!;
    await page.start();
    await page.next();
    expect(get.mock.calls[1]?.[1]).toMatchObject({ queue: 'desk', cursor: 'c' });
    await page.refresh(true);
    expect(page.rows.value?.map(({ row: { id }, gone }) => [id, gone])).toEqual([
      ['1', true],
      ['2', false],
      ['3', false],
    ]);
    expect([page.arrived.value, page.left.value]).toEqual([1, 1]);
    page.settle();
    expect(page.rows.value?.map(({ row: { id } }) => id)).toEqual(['9', '2', '3']);
  });
});

describe('a bulk action', () => {
  it('offers what all allow and starts only after it could be undone', async () => {
    get.mockImplementation((path: string) => Promise.resolve(detail(path.split('/')[2] ?? '')));
    post.mockResolvedValue({});
    const wrapper = await show(BulkPanel, { rows: [row('1'), row('2')] });
    await button(wrapper, '受理立案').trigger('click');
    expect(post).not.toHaveBeenCalled();
    await button(wrapper, '撤销').trigger('click');
    await button(wrapper, '受理立案').trigger('click');
    await button(wrapper, '立即提交').trigger('click');
    await flushPromises();
    expect(post).toHaveBeenCalledTimes(2);
    expect(wrapper.text()).toContain('办成 2 件，未成 0 件，未办 0 件。');
  });
});

describe('filters', () => {
  it('change the address only, and are dropped by their chips', async () => {
    const wrapper = await show(
      QueueFilters,
      { counts: null },
      '/440311/cases?queue=all&alarm=overdue&state=flying',
    );
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toEqual(['已超时']);
    await wrapper.find('.chip').trigger('click');
    await flushPromises();
    expect(router.currentRoute.value.query.alarm).toBeUndefined();
    expect(router.currentRoute.value.query.queue).toBe('all');
  });

  it('are kept under a name with how many they find', async () => {
    const item = { id: '4', name: '超时的', query: 'alarm=overdue', count: 12, capped: false };
    get.mockResolvedValueOnce({ items: [] }).mockResolvedValue({ items: [item] });
    post.mockResolvedValue(item);
    const wrapper = await show(SavedFilters, {}, '/440311/cases?alarm=overdue');
    await button(wrapper, '保存这组筛选').trigger('click');
    await nextTick();
    await wrapper.find('input').setValue('超时的');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(post.mock.calls[0]?.[1]).toEqual({
      name: '超时的',
      query: 'alarm=overdue',
      shared: false,
    });
    const link = wrapper.find('a');
    expect(link.text()).toContain('12');
    expect(link.attributes('aria-current')).toBe('page');
  });

  it('say what went wrong where they cannot be read, and are asked for again', async () => {
    get.mockRejectedValueOnce(missing(503)).mockResolvedValue({ items: [] });
    const wrapper = await show(SavedFilters);
    expect(wrapper.find('[role=alert]').text()).not.toBe('');
    await button(wrapper, '重试').trigger('click');
    await flushPromises();
    expect(wrapper.find('[role=alert]').text()).toBe('');
  });

  it('ask whose cases: oneself, a kind, or who has most that is late', async () => {
    const counts = { open: 12, warned: 0, overdue: 3, emergency: 0 };
    const holder = { kind: 'organisation', id: '8', name: '环卫所' };
    get.mockResolvedValue({ ...counts, holders: [{ ...counts, holder }] });
    const at = '/440311/cases?area=9&own_only=true&holder=organisation:8';
    const wrapper = await show(QueueFilters, { counts: null }, at);
    expect(get.mock.calls[0]?.slice(0, 2)).toEqual(['/cases/standing', { area: '9' }]);
    const chips = wrapper.findAll('.chip').map((chip) => chip.text());
    expect(chips.slice(-2)).toEqual(['未划入下级', '经办：环卫所']);
    expect(wrapper.text()).toContain('环卫所 (12)');
    const me = wrapper.find('option[value="account:1"]');
    const select = me.element.closest('select') as HTMLSelectElement;
    select.value = 'account:1';
    select.dispatchEvent(new Event('change'));
    await flushPromises();
    expect(router.currentRoute.value.query.holder).toBe('account:1');
  });
});

describe('release to the public', () => {
  const none = { releasable: true, may: true, places: ['building', 'street'], release: null };

  it('needs a title of its own and shows what residents will see', async () => {
    get.mockResolvedValue(none);
    put.mockResolvedValue(none);
    const photos = [
      { photo: 'p1', kind: 'near' },
      { photo: 'p1', kind: 'far' },
    ];
    const wrapper = await show(CaseRelease, { held: detail('7', { photos }) });
    await button(wrapper, '公开这件').trigger('click');
    await wrapper.find('input.input').setValue('灯');
    await wrapper.find('form').trigger('submit');
    expect(put).not.toHaveBeenCalled();
    await wrapper.find('input.input').setValue('东门路灯');
    expect(wrapper.find('.preview-card').text()).toContain('东门路灯');
    const boxes = wrapper.findAll('input[type=checkbox]');
    expect(boxes).toHaveLength(1);
    await boxes[0]?.setValue(true);
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(put.mock.calls[0]?.slice(0, 2)).toEqual([
      '/cases/7/release',
      { title: '东门路灯', place: 'building', photos: ['p1'] },
    ]);
  });

  it('says why a case is never public, and whose decision it is', async () => {
    const held = detail('7');
    const shown = async (state: object): Promise<string> => {
      get.mockResolvedValueOnce({ ...none, ...state });
      return (await show(CaseRelease, { held })).text();
    };
    const never = { releasable: false, why_not: 'never_public_dwelling' };
    expect(await shown(never)).toContain('地点在住户家中');
    expect(await shown({ may: false })).toContain('由承办它的工作台决定');
  });

  it('says that who follows reads the answers, and that a changed case is shown to nobody', async () => {
    const release = {
      id: '1',
      title: '路灯',
      place: 'street',
      photos: [],
      answer: '',
      seen: false,
    };
    get.mockResolvedValue({
      ...none,
      release: { ...release, by: '周云', released_at: '2026-03-02T01:00:00Z' },
    });
    const wrapper = await show(CaseRelease, { held: detail('7') });
    expect(wrapper.text()).toContain('现在没有人看得到');
    await button(wrapper, '修改公开内容').trigger('click');
    expect(wrapper.text()).toContain('他们也会看到');
  });
});

describe('finding a place', () => {
  const area = (id: string, parent: string, level: string, name: string): Area => ({
    id,
    parent,
    level,
    name,
    code: id,
    label: { lat: 1, lon: 2 },
  });

  it('goes by keys, from a few signs of the name and of what lies around it', async () => {
    desk.areas.value = [
      area('1', '', 'district', '云桥区'),
      area('2', '1', 'community', '和平社区'),
      area('3', '2', 'grid', '和平第3网格'),
      area('5', '1', 'community', '东风社区'),
    ];
    get.mockResolvedValue({
      areas: [area('4', '3', 'building', '12栋'), area('6', '5', 'building', '12栋')],
    });
    const wrapper = await show(PlaceFinder, { modelValue: '' });
    const input = wrapper.find('input');
    await input.trigger('focus');
    await flushPromises();
    await wrapper.setProps({ modelValue: '和平 12' });
    await input.trigger('input');
    await flushPromises();
    expect(wrapper.findAll('[role=option]')).toHaveLength(1);
    await input.trigger('keydown', { key: 'ArrowDown' });
    expect(input.attributes('aria-activedescendant')).toBeTruthy();
    await input.trigger('keydown', { key: 'Enter' });
    expect((wrapper.emitted('found')?.[0]?.[0] as Area).id).toBe('4');
  });
});

describe('an address in the place finder', () => {
  it('leads to what the server takes it for, before what is merely called like it', async () => {
    vi.useFakeTimers();
    const house = { id: '9', code: '9', name: '和悦里3号楼', level: 'building', parent: '3' };
    const place = { lat: 22.7, lon: 113.9 };
    const chosen = { area: house, area_names: ['云桥区', '和平社区', house.name], place };
    const address = { outcome: 'one', words: [], more: false, choices: [chosen] };
    const page = { areas: [{ ...house, id: '8', name: '和悦里3号楼门卫室', label: place }] };
    get.mockImplementation((path: string) =>
      Promise.resolve(path === '/locate' ? { inside: true, chain: [], address } : page),
    );
    const wrapper = await show(PlaceFinder, { modelValue: '' });
    const input = wrapper.find('input');
    await input.trigger('focus');
    await wrapper.setProps({ modelValue: '和悦里3号楼' });
    await input.trigger('input');
    await vi.advanceTimersByTimeAsync(1000);
    await flushPromises();
    const offers = wrapper.findAll('[role=option]').map((option) => option.text());
    expect(offers[0]).toContain('就是这里');
    expect(offers[1]).not.toContain('就是这里');
    await input.trigger('keydown', { key: 'ArrowDown' });
    await input.trigger('keydown', { key: 'Enter' });
    expect(wrapper.emitted('found')?.[0]?.[0]).toMatchObject({ id: '9', label: place });
    vi.useRealTimers();
  });
});

describe('presence', () => {
  const editing = ref(false);
  const at = ref('7');
  let others: Readonly<{ value: Presence[] }> | undefined;
  const Watcher = {
    setup: () => {
      others = usePresence(desk, () => at.value, editing);
      return () => null;
    },
  };
  const told = (): unknown[] => post.mock.calls.map(([path, body]) => [path, body]);

  it('says what is open and what is being written, and takes leave of each case', async () => {
    at.value = '7';
    editing.value = false;
    const here = { account: '3', name: '周云', editing: false, since: '2026-03-02T01:00:00Z' };
    post.mockResolvedValue({ others: [here] });
    const wrapper = await show(Watcher);
    await flushPromises();
    expect(others?.value).toEqual([here]);
    editing.value = true;
    await flushPromises();
    at.value = '8';
    await flushPromises();
    wrapper.unmount();
    const leaving = { editing: false, leaving: true };
    expect(told()).toEqual([
      ['/cases/7/presence', { editing: false }],
      ['/cases/7/presence', { editing: true }],
      ['/cases/7/presence', leaving],
      ['/cases/8/presence', { editing: true }],
      ['/cases/8/presence', leaving],
    ]);
  });

  it('leaves when the page is put away, and is quiet about what fails', async () => {
    at.value = '7';
    editing.value = false;
    post.mockRejectedValue(missing());
    const wrapper = await show(Watcher);
    dispatchEvent(new Event('pagehide'));
    await flushPromises();
    expect(told().at(-1)).toEqual(['/cases/7/presence', { editing: false, leaving: true }]);
    expect(post.mock.calls.at(-1)?.[2]).toEqual({ keepalive: true });
    expect(others?.value).toEqual([]);
    wrapper.unmount();
  });
});
