import {describe, expect, test} from 'vitest';
import {HarnessError} from '../../src/errors.js';
import {canonicalJson, sha256} from '../../src/files/canonical-hash.js';

// hashlib.sha256(b'').hexdigest(), and b'abc' (also FIPS 180-4, example B.1)
test('SHA-256 of text is over its UTF-8, in lower-case hex', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

describe('the canonical form', () => {
  // RFC 8785, section 3.2.2 (serialization of primitive types) and 3.2.3 (sorting of property
  // names), the RFC's own examples.
  test('writes primitives as RFC 8785 does', () => {
    const value = JSON.parse(
      '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/", "literals": [null, true, false]}',
    );
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts keys by UTF-16 code units, so that an astral key comes before U+FB33', () => {
    const value = {
      '\u20ac': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '\ud83d\ude00': 5,
      '\u0080': 6,
      '\u00f6': 7,
    };
    expect(canonicalJson(value).match(/\d(?=[,}])/g)).toEqual(['2', '4', '6', '7', '1', '5', '3']);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud83d', undefined, {a: ['\udc00']}])(
    'does not exist for what JSON cannot hold: %j',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(HarnessError);
    },
  );
});
