/** Numbers and words as users see them. */
import { strict as assert } from 'node:assert';
import {
  byteCount,
  counted,
  duration,
  percent,
  shapeText,
  shortNumber,
  wholeNumber,
} from '../src/base/numbers';
import { locator } from '../src/base/source';
import { listed, nearest } from '../src/base/words';

describe('numbers in words', () => {
  for (const [value, text] of [
    [0, '0'],
    [-0, '0'],
    [0.24, '0.24'],
    [0.2400001, '0.24'],
    [3.1e-9, '3.1e-9'],
    [0.00123, '0.00123'],
    [0.0009999, '1e-3'],
    [12.345, '12.3'],
    [999.4, '999'],
    [999.6, '1,000'],
    [2410, '2,410'],
    [1234567, '1.23e6'],
    [-12.345, '-12.3'],
    [1e300, '1e300'],
    [5e-324, '4.94e-324'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '-∞'],
  ] as const) {
    it(`${String(value)} is ${text}`, () => assert.equal(shortNumber(value), text));
  }

  it('shares, counts, bytes, durations and shapes', () => {
    assert.deepEqual([0, 0.004, 0.125, 0.1, 1, 0.0999].map(percent), [
      '0 %',
      '0.4 %',
      '13 %',
      '10 %',
      '100 %',
      '10 %',
    ]);
    assert.equal(wholeNumber(1234567), '1,234,567');
    assert.deepEqual(
      [1, 2].map((count) => counted(count, 'layer')),
      ['1 layer', '2 layers'],
    );
    assert.deepEqual([512, 1536, 4e12].map(byteCount), ['512 bytes', '1.5 KiB', '3.64 TiB']);
    assert.deepEqual([0.44, 12.3, 1234].map(duration), ['0.4 ms', '12 ms', '1.2 s']);
    assert.equal(shapeText([64, 32]), '(64, 32)');
  });
});

describe('words', () => {
  it('finds a slip of the pen and nothing else', () => {
    assert.equal(nearest('sigmiod', ['sigmoid', 'softmax']), 'sigmoid');
    assert.equal(nearest('Leaky_ReLU', ['leaky-relu', 'relu']), 'leaky-relu');
    assert.equal(nearest('banana', ['sigmoid', 'softmax']), undefined);
  });

  it('lists words', () => assert.equal(listed(['a', 'b', 'c']), 'a, b and c'));
});

describe('locators', () => {
  it('turn offsets into lines and columns, also at line ends and beyond the text', () => {
    const place = locator({ path: 'x', text: 'ab\ncd\n' });
    assert.deepEqual(
      [0, 2, 3, 5, 6, 99].map((offset) => place.position(offset)),
      [
        [0, 0],
        [0, 2],
        [1, 0],
        [1, 2],
        [2, 0],
        [2, 0],
      ].map(([line, column]) => ({ line, column })),
    );
  });
});
