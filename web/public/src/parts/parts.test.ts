// SPDX-License-Identifier: Apache-2.0
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Category, CategoryClass } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { clientKey, formats } from '../district.ts';
import { i18n, TEXT_PARTS } from '../texts.ts';
import CategoryField from './CategoryField.vue';
import EmergencyNotice from './EmergencyNotice.vue';
import RatingForm from './RatingForm.vue';
import ReporterAction from './ReporterAction.vue';

const category = (code: string, name_zh: string, more: Partial<Category> = {}): Category => ({
  id: code,
  code,
  name_zh,
  name_en: `en ${code}`,
  limits: [],
  limit: '',
  self_handling: false,
  active: true,
  ...more,
});
const classes: CategoryClass[] = [
  {
    code: 'g',
    domain: 'demand',
    name_zh: '组',
    name_en: 'Group',
    categories: [
      category('c1', '路灯不亮', { usual: 2 }),
      category('c2', '垃圾没人收', { usual: 1 }),
      category('c3', '井盖松动'),
      category('c4', '旧类别', { active: false, usual: 3 }),
    ],
  },
];

beforeAll(() => i18n.add(TEXT_PARTS.after));

/** What an app gives its parts. */
const around = (client: object): { provide: Record<symbol, unknown> } => ({
  provide: { [clientKey as symbol]: () => client, [textsKey as symbol]: { i18n, formats } },
});

describe('choosing a category', () => {
  it('offers the usual ones in their order, and what is switched off never', () => {
    const wrapper = mount(CategoryField, { props: { classes, modelValue: '' } });
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toEqual([
      '说不准',
      '垃圾没人收',
      '路灯不亮',
    ]);
  });

  it('finds the others by search, and keeps the chosen one in sight', async () => {
    const wrapper = mount(CategoryField, { props: { classes, modelValue: '' } });
    await wrapper.find('button').trigger('click');
    await wrapper.find('input[type=search]').setValue('井盖');
    const choices = wrapper.findAll('.category-choice');
    expect(choices.map((choice) => choice.text())).toEqual(['井盖松动']);
    await choices[0]?.trigger('click');
    expect(wrapper.emitted('update:modelValue')).toEqual([['c3']]);
    await wrapper.setProps({ modelValue: 'c3' });
    expect(wrapper.findAll('.chip').map((chip) => chip.text())).toContain('井盖松动');
  });
});

describe('the emergency notice', () => {
  it('is a live region from the start and names the number as a call', async () => {
    const wrapper = mount(EmergencyNotice, { props: { hints: [] } });
    expect(wrapper.attributes('role')).toBe('alert');
    expect(wrapper.text()).toBe('');
    await wrapper.setProps({ hints: [{ number: '119', emergency: null }] });
    expect(wrapper.find('a').attributes('href')).toBe('tel:119');
  });
});

describe('rating', () => {
  const post = vi.fn();
  const mounted = (): ReturnType<typeof mount> =>
    mount(RatingForm, {
      props: { path: '/follow/X', rating: null, open: true },
      global: around({ post }),
    });

  it('asks its questions by native radio buttons and sends the answers', async () => {
    post.mockReset().mockResolvedValue({});
    const wrapper = mounted();
    await wrapper.find('form').trigger('submit');
    expect(post).not.toHaveBeenCalled();
    expect(wrapper.find('[role=alert]').text()).not.toBe('');
    const radios = wrapper.findAll('input[type=radio]');
    expect(radios).toHaveLength(2 + 2 + 5);
    await radios[0]?.setValue();
    await radios[3]?.setValue();
    await radios[7]?.setValue();
    await wrapper.find('textarea').setValue(' 很快 ');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    const [path, body] = post.mock.calls[0] as [string, unknown];
    expect(path).toBe('/follow/X/ratings');
    expect(body).toEqual({ solved: true, satisfied: false, stars: 4, comment: '很快' });
    expect(wrapper.emitted('done')).toHaveLength(1);
  });

  it('keeps what was chosen when the server refuses', async () => {
    post.mockReset().mockRejectedValue(new Error('broken'));
    const wrapper = mounted();
    const radios = wrapper.findAll<HTMLInputElement>('input[type=radio]');
    for (const index of [0, 2, 8]) await radios[index]?.setValue();
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(wrapper.findAll<HTMLInputElement>('input:checked')).toHaveLength(3);
  });
});

describe('reopening', () => {
  it('needs a reason', async () => {
    const post = vi.fn().mockResolvedValue({});
    const wrapper = mount(ReporterAction, {
      props: { path: '/follow/X', action: 'reopen', until: null },
      global: around({ post }),
    });
    await wrapper.find('form').trigger('submit');
    expect(post).not.toHaveBeenCalled();
    await wrapper.find('textarea').setValue('还是不亮');
    await wrapper.find('form').trigger('submit');
    await flushPromises();
    expect(post.mock.calls[0]?.slice(0, 2)).toEqual([
      '/follow/X/actions',
      { action: 'reopen', reason: '还是不亮' },
    ]);
  });
});
