// SPDX-License-Identifier: Apache-2.0
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { textsKey, type Texts } from '@shared/i18n/context.ts';
import type { FieldCase } from '@shared/api/field.ts';
import { current, Field, formats } from './field.ts';
import type { Item } from './offline/queue.ts';
import { MemoryVault } from './offline/vault.ts';
import SyncPill from './parts/SyncPill.vue';
import OutboxPage from './pages/OutboxPage.vue';
import TodayPage from './pages/TodayPage.vue';
import NotePage from './pages/NotePage.vue';
import CasePage from './pages/CasePage.vue';
import { i18n } from './texts.ts';

const step = (action: string, needs: string[] = []) => ({ action, needs, optional: [] });
function held(id: string, change: Partial<FieldCase> = {}): FieldCase {
  return {
    id,
    number: 100 + Number(id),
    title: `案件${id}`,
    reason: 'handle',
    state: 'dispatched',
    alarm: 'none',
    emergency: false,
    words: '',
    address: '东门',
    answer: '',
    area_names: ['区', '街道', '社区', '一网格'],
    category: { id: '1', code: 'a', name_zh: '路灯', name_en: 'Lamp' },
    holder: { kind: 'account', id: '1', name: '李建国' },
    reported_at: '2026-11-22T01:00:00Z',
    version: 1,
    photos: [],
    events: [],
    reports: [],
    allowed: [step('accept')],
    ...change,
  } as FieldCase;
}
function item(change: Partial<Item> = {}): Item {
  return {
    key: 'k',
    kind: 'deed',
    lane: '1',
    order: 1,
    action: 'accept',
    title: '案件1',
    number: 101,
    noted: { local_ms: 1, offset_ms: 0, after_ms: 0 },
    body: { action: 'accept', reason: '需要抽水泵' },
    version: 1,
    follows: null,
    attachments: [],
    sealed: null,
    state: 'waiting',
    tries: 0,
    reuploads: 0,
    next_ms: 0,
    fault: null,
    lost_to: null,
    ...change,
  };
}

let field: Field;
const mounted: VueWrapper[] = [];
const routes = ['today', 'case', 'note', 'map', 'search', 'outbox', 'settings', 'login'].map(
  (name) => ({ path: `/:district/${name}/:id?`, name, component: { template: '<i/>' } }),
);

async function show(page: object, at = '/440311/today', props = {}): Promise<VueWrapper> {
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(at);
  const provide = { [textsKey as symbol]: { i18n, formats } as unknown as Texts };
  const wrapper = mount(page, { props, global: { plugins: [router], provide } });
  mounted.push(wrapper);
  await flushPromises();
  return wrapper;
}

beforeEach(() => {
  field = new Field('440311');
  field.vault.value = new MemoryVault('440311/1');
  field.kit.value = {
    token: 't',
    server_time: '2026-11-22T09:00:00Z',
    wipe_after_hours: 72,
    me: { account: '1', name: '李建国', roles: ['grid_worker'] },
    usual: [],
    pulled_ms: 0,
  };
  field.line.value = 'online';
  vi.spyOn(field, 'sync').mockResolvedValue();
  current.value = field;
});
afterEach(() => {
  for (const wrapper of mounted.splice(0)) wrapper.unmount();
});

describe('today', () => {
  it('marks the one to do first and names its next step', async () => {
    field.cases.value = [held('1'), held('2', { alarm: 'overdue' }), held('3', { reason: 'near' })];
    const page = await show(TodayPage);
    const first = page.find('.case-card.first');
    expect(first.text()).toContain('案件2');
    expect(first.find('a.button').text()).toContain('签收');
    expect(page.findAll('.case-card')).toHaveLength(3);
    expect(page.find('h1 .count').text()).toBe('2');
  });

  it('can be cut to one kind of work', async () => {
    field.cases.value = [held('1'), held('3', { reason: 'near' })];
    const page = await show(TodayPage);
    await page.find('input[value=near]').setValue();
    expect(page.findAll('.case-card')).toHaveLength(1);
  });

  it('says what to do when all is done, and when nothing was fetched yet', async () => {
    expect((await show(TodayPage)).text()).toContain('今天的事都办完了');
    field.kit.value = null;
    expect((await show(TodayPage)).text()).toContain('还没有取到今天的事');
  });

  it('shows a deed that waits to be sent on its case', async () => {
    field.cases.value = [held('1')];
    field.items.value = [item()];
    expect((await show(TodayPage)).find('.case-waiting').text()).toContain('签收');
  });
});

describe('the state of sending', () => {
  const text = async (): Promise<string> =>
    (await show(SyncPill, '/440311/today', { field })).text();

  it('says how much waits, and why', async () => {
    expect(await text()).toBe('已同步');
    field.items.value = [item()];
    expect(await text()).toBe('待传 1');
    field.line.value = 'offline';
    expect(await text()).toBe('离线 · 待传 1');
    field.needsLogin.value = true;
    expect(await text()).toBe('请登录 · 待传 1');
    field.items.value = [item({ state: 'conflict' })];
    expect(await text()).toBe('1 件要您看');
  });

  it('does not say that all is there before anything was fetched', async () => {
    field.kit.value = null;
    expect(await text()).toBe('正在取');
  });
});

describe('the outbox', () => {
  const lost = { name: '王芳', action: 'recall', at: '2026-11-22T09:00:00Z' };

  it('says to whom an edit was lost, keeps the words and lets them be applied again', async () => {
    field.cases.value = [held('1', { version: 7 })];
    field.items.value = [item({ state: 'conflict', lost_to: lost })];
    const change = vi.spyOn(field, 'change').mockResolvedValue();
    const page = await show(OutboxPage);
    expect(page.text()).toContain('王芳先办了“收回”，您的“签收”没有生效。');
    expect(page.find('.typed').text()).toContain('需要抽水泵');
    await page.find('.out-item .button.primary').trigger('click');
    expect(change.mock.calls[0]?.[0]).toMatchObject({ key: 'k', version: 7, state: 'waiting' });
  });

  it('offers a note where the deed is no longer possible', async () => {
    field.cases.value = [held('1', { version: 7, allowed: [step('note', ['note'])] })];
    field.items.value = [item({ state: 'conflict', lost_to: lost })];
    const change = vi.spyOn(field, 'change').mockResolvedValue();
    const page = await show(OutboxPage);
    await page.find('.out-item .button.primary').trigger('click');
    expect(change.mock.calls[0]?.[0].body).toEqual({ action: 'note', note: '需要抽水泵' });
  });

  it('asks twice before it throws something away', async () => {
    field.items.value = [
      item({ state: 'refused', fault: { code: 'case_unknown', detail: '', status: 404 } }),
    ];
    const discard = vi.spyOn(field, 'discard').mockResolvedValue();
    const page = await show(OutboxPage);
    const button = page.find('.out-item .button.danger');
    await button.trigger('click');
    expect(discard).not.toHaveBeenCalled();
    await button.trigger('click');
    expect(discard).toHaveBeenCalledOnce();
  });
});

describe('the note', () => {
  it('says what is missing and sends nothing', async () => {
    const page = await show(NotePage, '/440311/note');
    await page.find('form').trigger('submit');
    await flushPromises();
    expect(page.findAll('.fault').map((fault) => fault.text())).toContain(
      '请选一个类别，或写一句说明。',
    );
    expect(await field.vault.value?.all('item')).toEqual([]);
  });

  it('survives being left and opened again, under the same key', async () => {
    const page = await show(NotePage, '/440311/note');
    await page.find('textarea').setValue('东门积水');
    page.unmount();
    mounted.pop();
    await flushPromises();
    const [before] = (await field.vault.value?.all<{ key: string }>('draft')) ?? [];
    const again = await show(NotePage, '/440311/note');
    expect((again.find('textarea').element as HTMLTextAreaElement).value).toBe('东门积水');
    expect(again.text()).toContain('上次没发完的还在');
    await again.find('details input').setValue('东门传达室');
    await again.find('form').trigger('submit');
    await flushPromises();
    expect(await field.vault.value?.all('item')).toMatchObject([
      { key: before?.key, body: { words: '东门积水', address: '东门传达室' } },
    ]);
  });
});

describe('a case', () => {
  it('offers the next step, and after it what the server foresaw', async () => {
    const then = [{ action: 'accept', allowed: [step('report_done', ['photo_after', 'answer'])] }];
    field.cases.value = [held('1', { then })];
    field.needsLogin.value = true;
    const page = await show(CasePage, '/440311/case/1');
    expect(page.find('.thumb .button').text()).toBe('签收');
    field.items.value = [item()];
    await flushPromises();
    expect(page.find('.thumb .button').text()).toBe('处置完成');
    expect(page.text()).toContain('“签收”已记在手机上，等待传出。');
  });

  it('that the phone does not hold says so and leads to the search', async () => {
    field.needsLogin.value = true;
    const page = await show(CasePage, '/440311/case/9');
    expect(page.text()).toContain('这台手机上没有这件案件');
  });
});
