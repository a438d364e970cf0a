// SPDX-License-Identifier: Apache-2.0
// Words that mean "call first, write later". Only a hint before sending: the office decides by the
// category, and a false alarm costs the reader one glance.
import type { Category, Emergency } from './api/types.ts';

export interface EmergencyHint {
  number: string;
  /** What to say, where the catalogue has it. */
  emergency: Emergency | null;
}

// Codes are those of the catalogue's emergencies; the numbers hold until it has been read.
const WORDS: [code: string, number: string, pattern: RegExp][] = [
  [
    'gas',
    '119',
    /燃气泄漏|煤气泄漏|天然气泄漏|漏气|(煤|燃|天然)气(的)?味|\b(gas leak|leaking gas|smell of gas|smells? gas)\b/i,
  ],
  [
    'fire',
    '119',
    /着火|起火|失火|火灾|火警|冒烟|浓烟|爆炸|\b(on fire|fire|smoke|explosion|exploded)\b/i,
  ],
  [
    'trapped',
    '119',
    /被困|困在电梯|溺水|落水|\b(trapped|stuck in (the )?(lift|elevator)|drowning)\b/i,
  ],
  ['collapse', '119', /坍塌|塌陷|倒塌|\b(collapsed?|sinkhole)\b/i],
  ['electric', '119', /触电|电线(掉|断)落|漏电|\b(electrocuted|fallen wire|live wire)\b/i],
  [
    'injury',
    '120',
    /受伤|流血|昏迷|晕倒|中毒|没有呼吸|心脏病|烧伤|骨折|\b(injured|injury|bleeding|unconscious|fainted|poison(ed|ing)|not breathing|heart attack)\b/i,
  ],
  [
    'danger',
    '110',
    /持刀|砍人|打人|打架|斗殴|抢劫|绑架|跳楼|轻生|自杀|\b(knife|stabbed|stabbing|fighting|assault(ed)?|robbery|robbed|kidnap(ped)?|suicide|gun)\b/i,
  ],
  [
    'missing',
    '110',
    /(老人|孩子|小孩|儿童)(走失|走丢|不见了)|\b(child|person|man|woman) (is )?missing\b/i,
  ],
];
/** "Fire lane", "fire extinguisher": about fire, but nothing burns. */
const HARMLESS =
  /消防(通道|栓|设施|器材|门)|灭火器|\bfire (lane|extinguisher|door|exit|hydrant|escape)s?\b/gi;

/** What to call first, most fitting first, each number once. */
export function emergencyHints(
  words: string,
  category: Pick<Category, 'emergency'> | null | undefined,
  emergencies: readonly Emergency[],
): EmergencyHint[] {
  const codes = category?.emergency ? [category.emergency] : [];
  const said = words.replace(HARMLESS, '');
  for (const [code, , pattern] of WORDS) if (pattern.test(said)) codes.push(code);
  const hints = codes.map((code): EmergencyHint => {
    const emergency = emergencies.find((known) => known.code === code) ?? null;
    const typical = WORDS.find(([known]) => known === code)?.[1] ?? '110';
    return { number: emergency?.number ?? typical, emergency };
  });
  return hints.filter((hint, i) => hints.findIndex((h) => h.number === hint.number) === i);
}
