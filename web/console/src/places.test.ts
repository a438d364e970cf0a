// SPDX-License-Identifier: Apache-2.0
// What a post shows is published with consent and taken off.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { computed, shallowRef } from 'vue';
import type { PostHeld } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { createFormats } from '@shared/i18n/format.ts';
import PostsShown from './admin/PostsShown.vue';
import { current } from './session.ts';
import { i18n } from './texts.ts';

const area = { id: '3', code: 'G', name: '第1网格', level: 'grid' };
const shown = { role: 'grid_lead', name: '周云', phone: '0755-0000 1234', hours: '' };
const post: PostHeld = { grant: '5', role: 'grid_lead', area, can: true };
const checker: PostHeld = { grant: '6', role: 'verifier', area, can: false };

const get = vi.fn();
const put = vi.fn();
const del = vi.fn();

beforeEach(() => {
  for (const mock of [get, put, del]) mock.mockReset().mockResolvedValue({});
  current.value = {
    code: '440311',
    client: { get, put, del },
    district: shallowRef(null),
    areas: shallowRef([]),
  } as unknown as NonNullable<typeof current.value>;
});

const show = (): VueWrapper => {
  const formats = computed(() => createFormats('zh', 480));
  const provide = { [textsKey as symbol]: { i18n, formats } };
  return mount(PostsShown, { props: { account: '7', name: '周云' }, global: { provide } });
};

describe('what posts show', () => {
  it('is offered for posts that answer for a place, and sent with the consent', async () => {
    get.mockResolvedValue({ items: [post, checker] });
    const wrapper = show();
    await flushPromises();
    expect(wrapper.findAll('li')).toHaveLength(1);
    await wrapper.find('button').trigger('click');
    const [name, phone, , consent] = wrapper.findAll('input');
    expect((name!.element as HTMLInputElement).value).toBe('周云');
    await phone!.setValue('0755-0000 1234');
    await consent!.setValue('签字同意');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    const [path, body] = put.mock.calls[0] as [string, object];
    expect(path).toBe('/posts/5');
    expect(body).toEqual({ name: '周云', phone: '0755-0000 1234', hours: '', consent: '签字同意' });
    expect(wrapper.find('[role=status]').text()).toContain('已公开');
  });

  it('is taken off by one press', async () => {
    get.mockResolvedValue({ items: [{ ...post, shown, consent: '签字同意' }] });
    const wrapper = show();
    await flushPromises();
    await wrapper.find('button.danger').trigger('click');
    await flushPromises();
    expect(del.mock.calls[0]?.[0]).toBe('/posts/5');
    expect(wrapper.find('[role=status]').text()).toContain('已撤下');
  });
});
