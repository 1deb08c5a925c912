/** Products: what they say of operands that do not fit, and the order in which einsum multiplies. */
import assert from 'node:assert/strict';
import { planOf } from '../../src/ops/products/contraction';
import { fittedEquation } from '../../src/ops/products/equation';
import { opNamed } from './opNamed';
import { testSentences } from './sentences';

describe('products', () => {
  testSentences([
    [
      'matrix-product',
      [
        [2, 3],
        [4, 5],
      ],
      {},
      'matrix-product needs as many columns on the left as rows on the right, found shapes (2, 3) and (4, 5)',
    ],
    [
      'matrix-product',
      [[], [3]],
      {},
      'matrix-product needs values with axes, one of them is a single number',
    ],
    [
      'matrix-product',
      [
        [2, 2, 3],
        [3, 3, 2],
      ],
      {},
      'shapes (2) and (3) do not fit together',
    ],
    ['matrix-product', [['int32', [2]], [2]], {}, 'matrix-product takes floats, found int32 values'],
    ['dot', [[2], [3]], {}, 'dot takes two vectors of one length, found shapes (2) and (3)'],
    ['outer', [[2, 1], [3]], {}, 'outer takes two vectors, found shapes (2, 1) and (3)'],
    [
      'einsum',
      [[2]],
      { equation: 'i;j' },
      'einsum knows letters, commas, one -> and ... in an equation, found "i;j"',
    ],
    [
      'einsum',
      [[2]],
      { equation: 'i->i->i' },
      'einsum knows letters, commas, one -> and ... in an equation, found "i->i->i"',
    ],
    [
      'einsum',
      [[2]],
      { equation: '......i' },
      'einsum knows letters, commas, one -> and ... in an equation, found "......i"',
    ],
    ['einsum', [[2]], { equation: 'i,j' }, 'einsum has 2 operands in "i,j", found 1 values'],
    [
      'einsum',
      [[2, 3, 4]],
      { equation: 'ij' },
      'einsum names 2 axes of operand 1 in "ij", its shape is (2, 3, 4)',
    ],
    [
      'einsum',
      [[2], [3]],
      { equation: 'i,...ij' },
      'einsum names 2 axes of operand 2 in "...ij", its shape is (3)',
    ],
    ['einsum', [[2, 3]], { equation: 'ii' }, 'einsum needs one size for i, found 2 and 3'],
    [
      'einsum',
      [
        [2, 3],
        [4, 3],
      ],
      { equation: '...,...' },
      'einsum needs one size for ..., found 2 and 4',
    ],
    ['einsum', [[2, 3]], { equation: 'ij->k' }, 'einsum has no axis k for the result'],
    ['einsum', [[2, 3]], { equation: 'ij->ii' }, 'einsum names i twice in the result'],
    ['einsum', [['bool', [2]]], { equation: 'i' }, 'einsum takes floats, found bool values'],
    [
      'bilinear',
      [
        [4, 3],
        [4, 2],
        [5, 3],
      ],
      {},
      'bilinear needs a weight of shape (outputs, first, second), this one has 2 axes',
    ],
    [
      'bilinear',
      [
        [4, 3],
        [5, 2],
        [5, 3, 2],
      ],
      {},
      'bilinear needs inputs that differ in their features only, found shapes (4, 3) and (5, 2)',
    ],
    [
      'bilinear',
      [
        [4, 3],
        [4, 2],
        [5, 2, 2],
      ],
      {},
      'bilinear expects 2 and 2 features, the inputs have 3 and 2',
    ],
    ['bilinear', [[4, 3], [4, 2], [5, 3, 2], [4]], {}, 'bilinear has 5 outputs, its bias has 4'],
    ['lower-triangle', [[3]], { diagonal: 0 }, 'lower-triangle needs matrices, its input has one axis'],
    [
      'upper-triangle',
      [[3, 3]],
      { diagonal: 0.5 },
      'upper-triangle needs a whole number for the diagonal, found 0.5',
    ],
    ['trace', [[]], {}, 'trace needs matrices, its input has no axes'],
  ]);

  it('count their operations', () => {
    const type = (...shape: number[]): { elementType: 'float64'; shape: number[] } => ({
      elementType: 'float64',
      shape,
    });
    // 2 x batch x rows x columns x inner.
    assert.equal(opNamed('matrix-product').work([type(7, 2, 3), type(3, 5)], {}), 2 * 7 * 2 * 5 * 3);
    assert.equal(
      opNamed('einsum').work([type(7, 2, 3), type(3, 5)], { equation: 'bik,kj->bij' }),
      2 * 7 * 2 * 5 * 3,
    );
  });

  it('of three matrices begin with the two that leave less to do', () => {
    const plan = (...shapes: number[][]): readonly (readonly [number, number])[] => {
      const fitted = fittedEquation('ij,jk,kl->il', shapes);
      assert.ok(!('error' in fitted));
      return planOf(fitted.operands, fitted.result, fitted.sizes).pairs;
    };
    // (A B) C costs 2 * 1000 * 2 * 1000 each when the middle is thick, A (B C) little, and the other way round.
    assert.deepEqual(plan([1000, 2], [2, 1000], [1000, 2])[0], [1, 2]);
    assert.deepEqual(plan([2, 1000], [1000, 2], [2, 1000])[0], [0, 1]);
  });
});
