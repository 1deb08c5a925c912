/** Examples of the ops of `products`, away from kinks. A table of data: a row per op, several examples a row. */
import type { Shape, Tensor } from '../../../src/tensor/tensor';
import { normal } from './draw';

/** An equation with operands of the given shapes. */
function equation(
  text: string,
  ...shapes: readonly Shape[]
): { args: Tensor[]; attributes: { equation: string } } {
  return { args: shapes.map((shape) => normal(shape)), attributes: { equation: text } };
}

function matrices<A>(attributes: A): { args: Tensor[]; attributes: A }[] {
  return [
    { args: [normal([3, 4])], attributes },
    { args: [normal([2, 4, 3])], attributes },
  ];
}

/** Matrices far from singular, and positive definite once they are made symmetric. */
function regular(size: number, ...leading: readonly number[]): Tensor {
  const matrix = normal([...leading, size, size]);
  return {
    ...matrix,
    data: Float64Array.from(matrix.data, (value, place) =>
      (place % (size * size)) % (size + 1) === 0 ? value + 4 * size : value,
    ),
  };
}

const squares = [
  { args: [regular(3)], attributes: {} },
  { args: [regular(2, 3)], attributes: {} },
  { args: [regular(1)], attributes: {} },
];

const singular: Tensor = {
  elementType: 'float64',
  shape: [3, 3],
  data: Float64Array.of(1, 2, 3, 2, 4, 6, 1, 0, 1),
};

const triangles = [-1, 0, 2, -9].flatMap((diagonal) => matrices({ diagonal }));

/** Rows of the gradient check. */
export const products = {
  linear: [
    { args: [normal([4, 3]), normal([2, 3]), normal([2])], attributes: {} },
    { args: [normal([4, 3]), normal([2, 3])], attributes: {} },
    { args: [normal([2, 3, 5]), normal([1, 5]), normal([1])], attributes: {} },
  ],
  bilinear: [
    { args: [normal([4, 3]), normal([4, 2]), normal([5, 3, 2]), normal([5])], attributes: {} },
    { args: [normal([2, 3, 4]), normal([2, 3, 1]), normal([2, 4, 1])], attributes: {} },
    { args: [normal([3]), normal([2]), normal([1, 3, 2])], attributes: {} },
  ],
  'matrix-product': [
    { args: [normal([2, 3]), normal([3, 4])], attributes: {} },
    { args: [normal([3]), normal([3])], attributes: {} },
    { args: [normal([3]), normal([3, 4])], attributes: {} },
    { args: [normal([2, 3]), normal([3])], attributes: {} },
    { args: [normal([2, 2, 3]), normal([3, 4])], attributes: {} },
    { args: [normal([2, 3]), normal([2, 3, 4])], attributes: {} },
    { args: [normal([3]), normal([2, 3, 4])], attributes: {} },
    { args: [normal([2, 5, 3]), normal([3])], attributes: {} },
    { args: [normal([2, 1, 2, 3]), normal([3, 3, 2])], attributes: {} },
    { args: [normal([2, 3, 2]), normal([1, 1, 2, 4])], attributes: {} },
    { args: [normal([2, 2, 2, 3]), normal([2, 2, 3, 2])], attributes: {} },
  ],
  outer: [{ args: [normal([3]), normal([4])], attributes: {} }],
  dot: [{ args: [normal([5]), normal([5])], attributes: {} }],
  einsum: [
    equation('ij->ji', [2, 3]),
    equation('ij', [2, 3]),
    equation('ba', [2, 3]),
    equation('ii', [3, 3]),
    equation('bii->bi', [2, 3, 3]),
    equation('ijk->j', [2, 3, 4]),
    equation('ij,jk->ik', [2, 3], [3, 4]),
    equation('ij,kj->ki', [2, 3], [4, 3]),
    equation('ji,jk', [3, 2], [3, 4]),
    equation('bhid,bhjd->bhij', [2, 2, 3, 4], [2, 2, 5, 4]),
    equation('bihd,bjhd->bhij', [2, 3, 2, 4], [2, 5, 2, 4]),
    equation('ij,ij->ij', [2, 3], [2, 3]),
    equation('ni,ni->n', [4, 3], [4, 3]),
    equation('i,j->ij', [2], [3]),
    equation('ij,jl->i', [2, 3], [3, 4]),
    equation('...ij,...jk->...ik', [2, 1, 2, 3], [4, 3, 2]),
    equation('...i->...', [2, 3]),
    equation('ij,j', [2, 3], [1]),
    equation('iij,jk->ik', [3, 3, 2], [2, 4]),
    equation('ni,oij,nj->no', [4, 2], [5, 2, 3], [4, 3]),
    equation('ij,jk,kl->il', [2, 6], [6, 3], [3, 4]),
    equation('i,i,i', [4], [4], [4]),
    equation('a,b,c,d->ca', [2], [3], [2], [2]),
    equation(',i->i', [], [3]),
  ],
  'lower-triangle': triangles,
  'upper-triangle': triangles,
  diagonal: [0, 1, -2].flatMap((offset) => matrices({ offset })),
  trace: matrices({}),
  solve: [
    { args: [regular(3), normal([3, 2])], attributes: {} },
    { args: [regular(2, 2), normal([2, 2, 3])], attributes: {} },
  ],
  determinant: [...squares, { args: [singular], attributes: {} }],
  'log-determinant': squares,
  cholesky: squares,
};
