/** Separated values: rows, quotes, line ends, and the lines that problems name. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { separated, separatorOf } from '../../../src/readers/data/separated';

const cellsOf = (text: string): readonly (readonly string[])[] =>
  separated(text, ',').rows.map(({ cells }) => cells);

describe('separated values', () => {
  for (const [title, text, wanted] of [
    [
      'plain rows',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'CRLF and empty lines',
      'a,b\r\n\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a byte order mark', '\uFEFFa,b\n', [['a', 'b']]],
    ['empty cells', ',\n', [['', '']]],
    [
      'quotes',
      '"a,1","b""c"\n"d\ne",f\n',
      [
        ['a,1', 'b"c'],
        ['d\ne', 'f'],
      ],
    ],
    [
      'quotes and CRLF',
      '"a","b"\r\n"c",d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a quote inside a cell', 'a"b,c\n', [['a"b', 'c']]],
    ['nothing', '', []],
  ] as const) {
    it(title, () => {
      assert.deepEqual(cellsOf(text), wanted);
    });
  }

  it('tells the lines on which rows begin', () => {
    const { rows } = separated('"a\nb",1\n\nc,2\n', ',');
    assert.deepEqual(
      rows.map(({ line }) => line),
      [1, 4],
    );
    assert.equal(separated('a\n"b', ',').unclosed, 2);
  });

  it('finds the separator', () => {
    assert.deepEqual(['a,b\n', 'a\tb\n', 'a;b\n', 'a'].map(separatorOf), [',', '\t', ';', ',']);
  });

  it('reads back what was written with quotes', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '1') });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const text = rows
          .map((row) => row.map((each) => `"${each.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        assert.deepEqual(cellsOf(text), rows);
      }),
      { seed: 1 },
    );
  });
});
