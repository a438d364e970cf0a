// SPDX-License-Identifier: Apache-2.0
import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import DoorSheet from './DoorSheet.vue';
import { geometryFaults, geometryOf, type DoorCard } from './form.ts';
import { handOver, takeHandedOver } from './handover.ts';

const categories = Array.from({ length: 12 }, (_, i) => ({
  code: `event-${i}`,
  name_zh: `问题${i}`,
  name_en: `Problem ${i}`,
}));
const card: DoorCard = {
  area: { id: '1', code: 'b1', name: '3 栋', level: 'building' },
  area_names: ['光明区', '光明街道', '3 栋'],
  district_name: '光明区',
  holders: [{ role: 'grid_worker', name: '周云', phone: '0755-0000' }],
  report_url: 'https://example.test/440311/?card=AB12',
  card_code: 'AB12',
  categories,
  qr_path: { size: 21, d: 'M0 0h1v1h-1z' },
};

describe('the tear-off form', () => {
  it('has everything inside and nothing over another', () => {
    expect(geometryFaults(geometryOf(card))).toEqual([]);
    expect(geometryOf(card).boxes.length).toBe(12);
  });

  it('is printed where the server says it will look', () => {
    const form = { ...geometryOf(card), width_mm: 150 };
    expect(geometryOf({ ...card, form })).toBe(form);
    const sheet = mount(DoorSheet, {
      props: { card: { ...card, form }, language: 'en', withForm: true },
    });
    expect(sheet.find('.tear-off').attributes('width')).toBe('150mm');
  });

  it('notices what lies outside or over another', () => {
    const form = geometryOf(card);
    const spoiled = { ...form, boxes: [{ category: 'x', x: 178, y: 0, size: 4 }] };
    expect(geometryFaults(spoiled).length).toBeGreaterThan(0);
  });
});

describe('a door card', () => {
  it('says who answers, in the language of the paper', () => {
    const of = (language: 'zh' | 'en', withForm = true): string =>
      mount(DoorSheet, { props: { card, language, withForm } }).text();
    expect(of('zh')).toContain('网格员');
    expect(of('zh')).toContain('问题11');
    expect(of('en')).toContain('Grid worker');
    expect(of('en')).toContain('Problem 0');
    expect(of('en', false)).not.toContain('Problem 0');
  });
});

describe('what was read off a form', () => {
  it('is handed over once', () => {
    handOver({ channel: 'paper', category: 'event-1', photos: [] });
    expect(takeHandedOver()?.category).toBe('event-1');
    expect(takeHandedOver()).toBeNull();
  });
});
