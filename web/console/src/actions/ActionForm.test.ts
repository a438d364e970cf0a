// SPDX-License-Identifier: Apache-2.0
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, shallowRef } from 'vue';
import { ApiError } from '@shared/api/client.ts';
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

function open(allowed: Allowed): VueWrapper {
  return mount(ActionForm, {
    props: { allowed, held, mainCase: '' },
    global: {
      provide: {
        [textsKey as symbol]: { i18n, formats: computed(() => createFormats('zh', 480)) },
      },
    },
  });
}

beforeEach(() => {
  current.value = desk();
  get.mockReset();
  post.mockReset();
});

describe('the form of an action', () => {
  it('lets a holder be chosen and dispatches with the version seen', async () => {
    get.mockResolvedValue([
      { kind: 'account', id: '9', name: '甲', role: 'grid_worker', area_name: '一网格' },
      { kind: 'organisation', id: '3', name: '市政', role: 'department', area_name: '' },
    ]);
    post.mockResolvedValue({ id: '42' });
    const wrapper = open({ action: 'dispatch', needs: ['holder'], optional: ['limit', 'note'] });
    await flushPromises();
    await wrapper.findAll('input[type=radio]')[1]?.setValue();
    await wrapper.find('select').setValue('work_hour:4');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    const [path, body] = post.mock.calls[0] as [string, unknown];
    expect(path).toBe('/cases/42/actions');
    expect(body).toEqual({
      action: 'dispatch',
      version: 3,
      holder: { kind: 'organisation', id: '3' },
      limit: 'work_hour:4',
    });
    expect(wrapper.emitted('done')).toEqual([[{ id: '42' }]]);
  });

  it('says what is missing and sends nothing', async () => {
    const wrapper = open({ action: 'return', needs: ['reason'], optional: [] });
    await wrapper.find('form').trigger('submit');
    expect(post).not.toHaveBeenCalled();
    expect(wrapper.find('textarea').attributes('aria-invalid')).toBe('true');
    expect(wrapper.text()).toContain('原因');
  });

  it('keeps the words when somebody was quicker, and repeats with another key', async () => {
    const stale = new ApiError({ status: 409, code: 'version_stale', detail: '' });
    post.mockRejectedValueOnce(stale).mockResolvedValueOnce({ id: '42' });
    const wrapper = open({ action: 'return', needs: ['reason'], optional: [] });
    await wrapper.find('textarea').setValue('不归我管');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(wrapper.emitted('refused')).toEqual([[stale]]);
    expect(wrapper.find('textarea').element.value).toBe('不归我管');
    await wrapper.setProps({ held: { ...held, version: 4 } });
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    const keys = post.mock.calls.map((call) => (call[2] as { key: string }).key);
    expect(post.mock.calls[1]?.[1]).toMatchObject({ version: 4, reason: '不归我管' });
    expect(new Set(keys).size).toBe(2);
  });

  it('repeats with the same key when the answer was lost', async () => {
    post
      .mockRejectedValueOnce(new ApiError({ status: 0, code: 'network', detail: '' }))
      .mockResolvedValueOnce({});
    const wrapper = open({ action: 'accept', needs: [], optional: [] });
    for (let i = 0; i < 2; i += 1) {
      await wrapper.find('form').trigger('submit');
      await flushPromises();
    }
    const keys = post.mock.calls.map((call) => (call[2] as { key: string }).key);
    expect(keys[0]).toBe(keys[1]);
  });
});
