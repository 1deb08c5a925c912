/** Expressions that want to harm: nothing throws, nothing takes more than a moment, and every problem stands in its text. */
import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { circuitReport } from '../../../src/analysis/circuit/circuit';
import { faultsOf } from '../../../src/graph/shapes';
import { readNetworkFile } from '../check';

function check(expression: unknown, seconds = 2): string {
  const started = performance.now();
  const text = JSON.stringify({ expression, at: { x: 1, y: 2 } });
  const { networks, problems } = readNetworkFile(text, 'case.network.json');
  assert.deepEqual(networks.flatMap(faultsOf), []);
  for (const { span } of problems) {
    assert.equal(span.start.line, 0);
    assert.ok(
      span.start.column < text.length &&
        span.end.column <= text.length &&
        span.end.column > span.start.column,
    );
  }
  for (const network of networks) circuitReport(network);
  assert.ok(performance.now() - started < seconds * 1000, `took ${performance.now() - started} ms`);
  return problems.map(({ message }) => message).join('\n');
}

describe('hostile expressions', () => {
  it('any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        check(text);
      }),
      { numRuns: 500 },
    );
  });

  it('any row of the pieces of expressions', () => {
    const piece = fc.constantFrom(
      'x',
      'y',
      'e',
      '(',
      ')',
      '+',
      '-',
      '*',
      '/',
      '^',
      '**',
      ',',
      '=',
      'max',
      'exp(',
      ' 2',
      '1e9',
      '.',
      '\n',
      ';',
      'ü',
      '\\',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.boolean(), (pieces, listed) => {
        check(listed ? [pieces.join(''), 'x'] : pieces.join(''));
      }),
      { numRuns: 1500 },
    );
  });

  for (const [name, text, message] of [
    ['deep brackets', '('.repeat(4000) + 'x' + ')'.repeat(4000), /nested 100 deep/],
    ['deep functions', 'exp('.repeat(1500) + 'x' + ')'.repeat(1500), /nested 100 deep/],
    ['many signs in front', '-'.repeat(900) + 'x', /nested 100 deep/],
    ['a tower of powers', Array(4000).fill('x').join('^'), /nested 100 deep/],
    ['a long sum', Array(4000).fill('x').join('+'), /1000 values and signs/],
    ['a long text', 'x'.repeat(2_000_000), /10000 characters/],
    ['many values', `max(${Array(3000).fill('x').join(',')})`, /1000 values and signs/],
    ['many statements', 'a=x;'.repeat(2400), /defined twice|1000 values/],
    ['an unclosed bracket behind a long text', `(${'x+'.repeat(400)}x`, /not closed/],
    ['blanks', ' '.repeat(9000), /value is missing|Expected an expression/],
    ['a long name', `${'n'.repeat(9000)} * 2`, /has no value/],
  ] as const) {
    it(name, () => {
      assert.match(check(text), message);
    });
  }

  it('as many gates as are read are computed in a moment', () => {
    assert.equal(check(Array(500).fill('x').join('*'), 5), 'No expression uses "y".');
  });

  it('no name reaches what every object has', () => {
    assert.match(check('constructor(x) + toString * __proto__ + x + y'), /no function "constructor"/);
    assert.match(check('toString * __proto__ + x + y'), /"toString" has no value/);
    check([{ __proto__: 'x + y' }, { constructor: 'x + y' }]);
  });
});
