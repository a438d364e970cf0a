// SPDX-License-Identifier: Apache-2.0
// @vitest-environment node
// Both languages say the same things, and everything the server can say has words here. The codes
// are read from the server's sources, so a code added there without a text fails here.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../tools/error_codes.mjs';
import { consoleEn } from '../../console/src/messages.en.ts';
import { consoleZh } from '../../console/src/messages.zh.ts';
import { fieldEn } from '../../field/src/messages.en.ts';
import { fieldZh } from '../../field/src/messages.zh.ts';
import { publicEn } from '../../public/src/messages.en.ts';
import { afterEn } from '../../public/src/messages_after.en.ts';
import { afterZh } from '../../public/src/messages_after.zh.ts';
import { aroundEn } from '../../public/src/messages_around.en.ts';
import { aroundZh } from '../../public/src/messages_around.zh.ts';
import { publicZh } from '../../public/src/messages.zh.ts';
import { actionZh } from './action.zh.ts';
import { commonEn } from './common.en.ts';
import { commonZh } from './common.zh.ts';
import { shownCode } from './error_groups.ts';
import { errorsEn } from './errors.en.ts';
import { errorsZh } from './errors.zh.ts';
import { staffErrorsEn } from './errors_staff.en.ts';
import { staffErrorsZh } from './errors_staff.zh.ts';

type Texts = Record<string, string>;
const PAIRS: [string, Texts, Texts][] = [
  ['common', commonZh, commonEn],
  ['errors', errorsZh, errorsEn],
  ['staff errors', staffErrorsZh, staffErrorsEn],
  ['public', publicZh, publicEn],
  ['public, after sending', afterZh, afterEn],
  ['public, around', aroundZh, aroundEn],
  ['console', consoleZh, consoleEn],
  ['field', fieldZh, fieldEn],
];
const placeholders = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each(PAIRS)('the texts of %s', (_, zh, en) => {
  it('have the same keys in both languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it('are never empty and fill in the same parameters', () => {
    for (const [key, text] of Object.entries(zh)) {
      expect(text.trim(), key).not.toBe('');
      expect(en[key]?.trim(), key).not.toBe('');
      expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('are written in their language', () => {
    for (const [key, text] of Object.entries(en)) {
      if (key !== 'app.language') expect(text, key).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('the texts of the console, kept by area of pages', () => {
  it('give every key once: a second one would silently hide the first', () => {
    const folder = join(import.meta.dirname, '../../console/src/messages');
    const keys = readdirSync(folder)
      .filter((name) => name.endsWith('.zh.ts'))
      .flatMap((name) => [
        ...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'([^']+)':/gm),
      ])
      .map((found) => found[1]);
    // What an action asks for is said in both apps of staff and lies in shared.
    const own = Object.keys(consoleZh).filter((key) => !(key in actionZh));
    expect(keys.length).toBe(own.length);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

// What only the command line and imports say; they print the server's own English.
const NOT_ON_PAGES = new Set([
  'code_malformed',
  'code_missing',
  'code_repeated',
  'code_retired',
  'code_wrong_for_level',
  'closed_at_in_future',
  'closed_before_reported',
  'conversion_failed',
  'converter_missing',
  'copy_stopped',
  'database_missing',
  'database_not_empty',
  'district_code_taken',
  'dry_run',
  'file_too_large',
  'file_unreadable',
  'format_unknown',
  'geojson_expected',
  'level_changed',
  'level_missing',
  'level_unknown',
  'map_malformed',
  'name_malformed',
  'name_missing',
  'parent_refused',
  'parent_unknown',
  'parent_wrong_level',
  'reported_at_in_future',
  'utc_offset_out_of_range',
]);
/** Texts of a whole family: errorText() takes them apart. */
const IS_FIELD = /_(missing|not_taken)$/;

describe('the texts of refusals', () => {
  const made = errorCodes();
  const texts: Texts = { ...errorsZh, ...staffErrorsZh };

  it('cover every code of the server', () => {
    expect(made.size).toBeGreaterThan(50);
    const without = [...made.keys()].filter((code) => {
      const field = code.replace(IS_FIELD, '');
      if (NOT_ON_PAGES.has(code) || texts[shownCode(code)] !== undefined) return false;
      return !(IS_FIELD.test(code) && (consoleZh as Texts)[`field.${field}`] !== undefined);
    });
    expect(without).toEqual([]);
  });

  it('excuse no code that does not exist', () => {
    const stale = [...NOT_ON_PAGES].filter((code) => !made.has(code) || texts[code] !== undefined);
    expect(stale).toEqual([]);
  });
});

/** Codes of a described enum, as JSON has them: a trailing underscore is only for C++. */
function enumCodes(name: string): string[] {
  const root = join(import.meta.dirname, '../../../src');
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith('.hpp')) continue;
    const text = readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8');
    const found = new RegExp(`BOOST_DESCRIBE_ENUM\\(${name},([^)]*)\\)`).exec(text);
    if (found?.[1]) return found[1].split(',').map((code) => code.trim().replace(/_$/, ''));
  }
  throw new Error(`no enum ${name}`);
}

const ALL: Texts = { ...commonZh, ...consoleZh };
const ENUMS: [string, string][] = [
  ['State', 'state'],
  ['SecurityEvent', 'security'],
  ['OrganisationKind', 'organisation'],
  ['Action', 'action'],
  ['Role', 'role'],
  ['Channel', 'channel'],
  ['ClockKind', 'clock'],
  ['HolderKind', 'holder'],
  ['PhotoKind', 'kind'],
  ['Metric', 'metric'],
  ['Level', 'level'],
  ['Field', 'field'],
  ['LimitUnit', 'unit'],
  ['Nature', 'nature'],
];

describe('the codes of the server', () => {
  it.each(ENUMS)('of %s all have a word', (name, prefix) => {
    const without = enumCodes(name).filter((code) => ALL[`${prefix}.${code}`] === undefined);
    expect(without).toEqual([]);
  });

  it('of rates all have a word', () => {
    const path = join(import.meta.dirname, '../../../src/modules/figures/rates.cpp');
    const codes = [...readFileSync(path, 'utf8').matchAll(/RateRule\{"(\w+)"/g)].map((m) => m[1]);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => ALL[`rate.${code}`] === undefined)).toEqual([]);
  });
});
