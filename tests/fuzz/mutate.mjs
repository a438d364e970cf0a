// SPDX-License-Identifier: Apache-2.0
// Bending what is right: JSON values by a schema, and bytes of anything.

const nasty = [
  null, true, false, 0, -1, 1.5, 1e308, -0, 9007199254740993, '', ' ', '0', '-1', '1e5', 'null',
  '\u0000', '\u202e', '\ud800', '\ufeff', '\u{1f3fb}', '<script>', "' or 1=1 --", '%s%n', '../..',
  '{{7*7}}', 'a'.repeat(5000), '路'.repeat(3000), [], {}, [[]], [null], { a: { b: { c: [] } } },
  '9223372036854775807', '9223372036854775808', '00042', '2026-02-30', '2026-11-22T25:00:00Z',
  '0000-00-00T00:00:00Z', '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00Z',
];

/** A value that fits the schema, with a bent one now and then. */
export function valueOf(schema, components, chance, known, depth = 0) {
  if (chance.happens(0.06)) return chance.one(nasty);
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return valueOf(components[name], components, chance, known, depth);
  }
  if (schema.enum) return chance.one(schema.enum);
  if (schema.anyOf) return valueOf(chance.one(schema.anyOf), components, chance, known, depth);
  const type = Array.isArray(schema.type) ? chance.one(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return objectOf(schema, components, chance, known, depth);
    case 'array': {
      const n = depth > 4 ? 0 : chance.any(0, 3);
      return Array.from({ length: n }, () =>
        valueOf(schema.items, components, chance, known, depth + 1));
    }
    case 'integer':
      return chance.any(0, 5);
    case 'number':
      return chance.one([22.7, 113.9, chance.next() * 200 - 100]);
    case 'boolean':
      return chance.happens(0.5);
    case 'null':
      return null;
    default:
      return chance.one([...known, '路口的灯不亮', 'words', '42', '2026-11-22T08:00:00.000Z']);
  }
}

function objectOf(schema, components, chance, known, depth) {
  const out = {};
  const required = new Set(schema.required ?? []);
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (depth > 6 || !chance.happens(required.has(name) ? 0.97 : 0.4)) continue;
    out[name] = valueOf(inner, components, chance, known, depth + 1);
  }
  if (chance.happens(0.03)) out[chance.one(['__proto__', 'x', '', 'a/b', '\u0001'])] = 1;
  return out;
}

/** The bytes with a few changed, cut out, doubled or put in. */
export function bend(bytes, chance, most = 4) {
  let out = Buffer.from(bytes);
  for (let n = chance.any(1, most); n > 0 && out.length > 0; --n) {
    const at = chance.any(0, out.length - 1);
    const length = Math.min(out.length - at, chance.any(1, 24));
    switch (chance.any(0, 5)) {
      case 0:
        out[at] ^= 1 << chance.any(0, 7);
        break;
      case 1:
        out[at] = chance.one([0, 0xff, 0x7f, 0x80, 0x22, 0x0a, 0x2c, 0x7b, 0x5c]);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, at + length), out.subarray(at)]);
        break;
      case 4:
        out = out.subarray(0, at);
        break;
      default: {
        const put = Buffer.from(Array.from({ length }, () => chance.any(0, 255)));
        out = Buffer.concat([out.subarray(0, at), put, out.subarray(at)]);
      }
    }
  }
  return out;
}
