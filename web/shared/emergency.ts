// SPDX-License-Identifier: Apache-2.0
// Words that mean "call first, write later". Only a hint before sending: the office decides by the
// category, and a false alarm costs the reader one glance.

export type EmergencyNumber = '110' | '119' | '120';

const WORDS: [EmergencyNumber, RegExp][] = [
  [
    '119',
    /着火|起火|失火|火灾|火警|冒浓烟|浓烟|爆炸|燃气泄漏|煤气泄漏|天然气泄漏|漏气|煤气味|燃气味|被困|溺水|坍塌|\b(on fire|fire|smoke|explosion|exploded|gas leak|smell of gas|trapped|drowning|collapsed?)\b/i,
  ],
  [
    '120',
    /受伤|流血|昏迷|晕倒|触电|中毒|没有呼吸|心脏病|烧伤|骨折|\b(injured|injury|bleeding|unconscious|fainted|electrocuted|poison(ed|ing)|not breathing|heart attack|burned)\b/i,
  ],
  [
    '110',
    /持刀|砍人|打人|打架|斗殴|抢劫|绑架|跳楼|轻生|自杀|\b(knife|stabbed|stabbing|fighting|assault(ed)?|robbery|robbed|kidnap(ped)?|suicide|gun)\b/i,
  ],
];

/** The numbers to call first, most fitting first, each once. */
export function emergencyNumbers(
  words: string,
  category?: { emergency?: boolean; emergency_number?: string | null } | null,
): string[] {
  const found: string[] = [];
  if (category?.emergency_number) found.push(category.emergency_number);
  for (const [number, pattern] of WORDS) if (pattern.test(words)) found.push(number);
  if (category?.emergency && found.length === 0) found.push('110');
  return [...new Set(found)];
}
