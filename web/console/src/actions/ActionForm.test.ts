// SPDX-License-Identifier: Apache-2.0
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, shallowRef } from 'vue';
import { emptyValues } from '@shared/actions/fields.ts';
import type { Allowed, CaseDetail } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { createFormats } from '@shared/i18n/format.ts';
import { current, type Desk } from '../session.ts';
import { i18n } from '../texts.ts';
import ActionForm from './ActionForm.vue';

const get = vi.fn();
const post = vi.fn();

function desk(): Desk {
  const nothing = shallowRef(null);
  return {
    code: '440311',
    client: { get, post },
    session: nothing,
    district: nothing,
    areas: shallowRef([]),
    classes: shallowRef([]),
    emergencies: shallowRef([]),
  } as unknown as Desk;
}

const held = {
  id: '42',
  version: 3,
  number: 100042,
  limits: ['work_hour:4'],
  duplicates: [],
  category: null,
} as unknown as CaseDetail;
const worker = { kind: 'account', id: '9', name: '甲', role: 'grid_worker', area_name: '一网格' };
const office = { kind: 'organisation', id: '3', name: '市政', role: 'department', area_name: '' };

function open(allowed: Allowed, more: Record<string, unknown> = {}): VueWrapper {
  return mount(ActionForm, {
    props: { allowed, held, ...more },
    global: {
      provide: {
        [textsKey as symbol]: { i18n, formats: computed(() => createFormats('zh', 480)) },
      },
    },
  });
}
const bodyOf = (wrapper: VueWrapper): unknown => wrapper.emitted('ready')?.[0]?.[0];

beforeEach(() => {
  current.value = desk();
  sessionStorage.clear();
  get.mockReset();
  post.mockReset();
});

describe('the form of an action', () => {
  it('makes a deed with the chosen holder and the version seen, and sends nothing itself', async () => {
    get.mockResolvedValue([worker, office]);
    const wrapper = open({ action: 'dispatch', needs: ['holder'], optional: ['limit', 'note'] });
    await flushPromises();
    await wrapper.findAll('input[type=radio]')[1]?.setValue();
    await wrapper.find('select').setValue('work_hour:4');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(bodyOf(wrapper)).toEqual({
      action: 'dispatch',
      version: 3,
      holder: { kind: 'organisation', id: '3' },
      limit: 'work_hour:4',
    });
    expect(post).not.toHaveBeenCalled();
  });

  it('begins with the suggested holder, first in the list and with the reason', async () => {
    get.mockResolvedValue([office, worker]);
    const suggestion = { holder: worker, area: '一网格' };
    const wrapper = open({ action: 'dispatch', needs: ['holder'], optional: [] }, { suggestion });
    await flushPromises();
    const first = wrapper.find('.picker-row');
    expect(first.text()).toContain('推荐：负责一网格');
    expect((first.find('input').element as HTMLInputElement).checked).toBe(true);
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(bodyOf(wrapper)).toMatchObject({ holder: { kind: 'account', id: '9' } });
  });

  it('says what is missing and makes no deed', async () => {
    const wrapper = open({ action: 'return', needs: ['reason'], optional: [] });
    await wrapper.find('form').trigger('submit');
    expect(wrapper.emitted('ready')).toBeUndefined();
    expect(wrapper.find('textarea').attributes('aria-invalid')).toBe('true');
    expect(wrapper.text()).toContain('原因');
  });

  it('comes back as it was after an undo, and takes the version of now', async () => {
    const allowed = { action: 'return', needs: ['reason'], optional: [] };
    const values = { ...emptyValues(), texts: { reason: '不归我管 😀' } };
    const draft = { action: 'return', values, photos: [] };
    const wrapper = open(allowed, { draft, held: { ...held, version: 4 } });
    expect(wrapper.find('textarea').element.value).toBe('不归我管 😀');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(bodyOf(wrapper)).toMatchObject({ version: 4, reason: '不归我管 😀' });
  });

  it('keeps what is typed through a reload, until the deed is made', async () => {
    const allowed = { action: 'return', needs: ['reason'], optional: [] };
    const first = open(allowed);
    await first.find('textarea').setValue('写了一半');
    first.unmount();
    const second = open(allowed);
    expect(second.find('textarea').element.value).toBe('写了一半');
    await second.find('form').trigger('submit');
    await flushPromises();
    expect(open(allowed).find('textarea').element.value).toBe('');
  });

  it('keeps nothing that is meant for many cases at once', async () => {
    const allowed = { action: 'return', needs: ['reason'], optional: [] };
    const bulk = open(allowed, { fleeting: true });
    await bulk.find('textarea').setValue('批量');
    expect(open(allowed).find('textarea').element.value).toBe('');
  });
});
