// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { withoutDoor } from './address.ts';

describe('an address on its way to the server', () => {
  it.each([
    ['幸福里3号楼2单元501室', '幸福里3号楼'],
    ['幸福里３号楼２单元５０１', '幸福里３号楼'],
    ['幸福里三栋501', '幸福里三栋'],
    ['文化路12号院3号楼501室', '文化路12号院3号楼'],
    ['幸福里3-2-501', '幸福里3号楼'],
    ['幸福里2单元501', '幸福里'],
    ['文化路12号', '文化路12号'],
    ['裴村社区幸福里3号楼', '裴村社区幸福里3号楼'],
    ['裴村社区', '裴村社区'],
  ])('carries no door: %s → %s', (typed, sent) => {
    expect(withoutDoor(typed)).toBe(sent);
  });
});
