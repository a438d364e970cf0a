// SPDX-License-Identifier: Apache-2.0
// What a typed address comes to, and what posts show.
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent, h, ref } from 'vue';
import type { AddressFound } from '@shared/api/types.ts';
import { textsKey } from '@shared/i18n/context.ts';
import { clientKey, formats } from './district.ts';
import type { Draft } from './draft.ts';
import AnswerChain from './parts/AnswerChain.vue';
import PlaceField from './parts/PlaceField.vue';
import { i18n, TEXT_PARTS } from './texts.ts';

const house = { id: '9', code: 'B1', name: '和悦里3号楼', level: 'building' };
const other = { ...house, id: '8', code: 'B2' };
const choice = (area: typeof house, community: string): AddressFound['choices'][number] => ({
  area,
  area_names: ['光明区', community, area.name],
  place: { lat: 22.7, lon: area === house ? 113.9 : 113.8 },
  doubt: 'none',
  whole: true,
});
const one: AddressFound = {
  outcome: 'one',
  words: [],
  choices: [choice(house, '东庄社区')],
  more: false,
};
const several: AddressFound = {
  ...one,
  outcome: 'several',
  choices: [choice(house, '东庄社区'), choice(other, '西庄社区')],
};
const none: AddressFound = {
  outcome: 'none',
  words: [{ words: '和平里', part: 'unknown' }],
  choices: [],
  more: false,
};

beforeAll(() => i18n.add(TEXT_PARTS.around));
beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});

let place = ref<Draft['place']>(null);
let address = ref('');
const asked: unknown[] = [];

function field(found: AddressFound): VueWrapper {
  place = ref<Draft['place']>(null);
  address = ref('');
  asked.length = 0;
  const get = (_path: string, query: Record<string, unknown>): Promise<unknown> => {
    if (query.address === undefined)
      return Promise.resolve({ inside: true, area: house, chain: [] });
    asked.push(query.address);
    return Promise.resolve({ inside: found.outcome === 'one', chain: [], address: found });
  };
  const given = { url: (path: string) => path, district: '440311', get };
  const Held = defineComponent({
    setup: () => () =>
      h(PlaceField, {
        missing: false,
        place: place.value,
        address: address.value,
        'onUpdate:place': (now: Draft['place']) => (place.value = now),
        'onUpdate:address': (now: string) => (address.value = now),
      }),
  });
  return mount(Held, {
    global: {
      provide: { [clientKey as symbol]: () => given, [textsKey as symbol]: { i18n, formats } },
    },
  }) as VueWrapper;
}
async function type(text: string): Promise<void> {
  address.value = text;
  await flushPromises();
  // What reads addresses comes when somebody begins to write one.
  await vi.dynamicImportSettled();
  await flushPromises();
  await vi.advanceTimersByTimeAsync(1000);
  await flushPromises();
}

describe('an address without a position', () => {
  it('sets the place where it means just one, and is asked without the door', async () => {
    const wrapper = field(one);
    await type('和悦里3号楼2单元501室');
    expect(asked).toEqual(['和悦里3号楼']);
    expect(place.value).toEqual({ lat: 22.7, lon: 113.9, by: 'address' });
    expect(wrapper.text()).toContain('按您写的地址找到的');
  });

  it('is not brought back by the same words once taken off', async () => {
    const wrapper = field(one);
    await type('和悦里3号楼');
    await wrapper.findAll('button').at(-1)!.trigger('click');
    await type('和悦里3号楼');
    expect(place.value).toBeNull();
  });

  it('lets somebody choose among several, and sets none by itself', async () => {
    const wrapper = field(several);
    await type('和悦里3号楼');
    expect(place.value).toBeNull();
    const buttons = wrapper.findAll('.address-choice');
    expect(buttons.map((button) => button.text())).toEqual([
      '东庄社区 · 和悦里3号楼',
      '西庄社区 · 和悦里3号楼',
    ]);
    await buttons[1]!.trigger('click');
    expect(place.value).toEqual({ lat: 22.7, lon: 113.8, by: 'address' });
  });

  it('says what is not known and stays what it is', async () => {
    const wrapper = field(none);
    await type('和平里3号楼');
    expect(wrapper.text()).toContain('没有查到“和平里”');
    expect(place.value).toBeNull();
  });

  it('asks nothing while somebody pointed at the place himself', async () => {
    field(one);
    place.value = { lat: 1, lon: 2, by: 'map' };
    await type('和悦里3号楼');
    expect(asked).toEqual([]);
    expect(place.value).toEqual({ lat: 1, lon: 2, by: 'map' });
  });
});

describe('who answers', () => {
  it('names a post alone where nothing is published, else a name and a telephone to ring', () => {
    const chain = [
      { id: '3', code: 'G', name: '第1网格', level: 'grid' },
      { id: '2', code: 'C', name: '东庄社区', level: 'community' },
    ];
    const post = { role: 'grid_lead', name: '周云', phone: '0755-0000 1234', hours: '周一至周五' };
    const wrapper = mount(AnswerChain, {
      props: { chain, posts: [{ area: chain[0]!, posts: [post] }] },
    });
    expect(wrapper.text()).toContain('周云');
    expect(wrapper.find('a').attributes('href')).toBe('tel:075500001234');
    expect(wrapper.findAll('.chain-post')).toHaveLength(1);
  });
});
