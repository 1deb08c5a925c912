/** Examples of the ops of `reductions`, away from kinks. A table of data: a row per op, several examples a row. */
import { tensorOf, type Shape, type Tensor } from '../../../src/tensor/tensor';
import { given, normal, type Example } from './draw';

interface Folds<A> {
  args: Tensor[];
  attributes: { axes: readonly number[] | null; keepDimensions: boolean } & A;
}

/** All axes, the last one, one in the middle that stays, two apart, none; `draw` makes the numbers. */
function folds<A>(attributes: A, draw: (shape: Shape) => Tensor = normal): Folds<A>[] {
  const choices: readonly (readonly [Shape, readonly number[] | null, boolean])[] = [
    [[7], null, false],
    [[3, 4], null, true],
    [[3, 4], [-1], false],
    [[2, 3, 4], [1], true],
    [[2, 3, 4], [2, 0], false],
    [[2, 3], [], false],
  ];
  return choices.map(([shape, axes, keepDimensions]) => ({
    args: [draw(shape)],
    attributes: { axes, keepDimensions, ...attributes },
  }));
}

/** One axis each: a vector, the last, one in the middle. */
function along<A>(
  attributes: A,
  draw: (shape: Shape) => Tensor = normal,
): { args: Tensor[]; attributes: { axis: number } & A }[] {
  return [
    { args: [draw([7])], attributes: { axis: 0, ...attributes } },
    { args: [draw([3, 4])], attributes: { axis: -1, ...attributes } },
    { args: [draw([2, 5, 3])], attributes: { axis: 1, ...attributes } },
    { args: [given([], 2)], attributes: { axis: -1, ...attributes } },
  ];
}

function awayFromZero(shape: Shape): Tensor {
  return normal(shape, [0], 0.1);
}

const alongEither = [...along({ keepDimensions: false }), ...along({ keepDimensions: true })];

const whole = tensorOf('int32', [2, 3], [3, -1, 2, 0, 0, 5]);
const mask = tensorOf('bool', [2, 3], [1, 0, 0, 1, 1, 1]);

/** Whole numbers and masks fold without a gradient. */
const counted = [whole, mask].map((tensor) => ({
  args: [tensor],
  attributes: { axes: [1], keepDimensions: false },
}));

const tested: Example<{ axes: readonly number[] | null; keepDimensions: boolean }>[] = [
  ...counted,
  { args: [given([2, 2], 0, 1, 0, 0)], attributes: { axes: [0], keepDimensions: true }, constants: [0] },
];

const places: Example<{ axis: number | null; keepDimensions: boolean }>[] = [
  { args: [normal([3, 4])], attributes: { axis: 0, keepDimensions: false }, constants: [0] },
  { args: [normal([3, 4])], attributes: { axis: null, keepDimensions: false }, constants: [0] },
  { args: [normal([3, 4])], attributes: { axis: null, keepDimensions: true }, constants: [0] },
  { args: [whole], attributes: { axis: -1, keepDimensions: true } },
];

/** Numbers whose sizes differ, so that no difference changes which is the largest or the smallest. */
function apart(shape: Shape): Tensor {
  const count = shape.reduce((product, size) => product * size, 1);
  const place = (index: number): number => (7 * index + 3) % count;
  const numbers = Array.from(
    { length: count },
    (_, index) => (index % 2 === 0 ? 1 : -1) * (0.5 + 0.1 * (count % 7 === 0 ? index : place(index))),
  );
  return given(shape, ...numbers);
}

/** Rows of the gradient check. */
export const reductions = {
  sum: [...folds({}), ...counted],
  mean: folds({}),
  max: [...folds({}), ...counted],
  min: [...folds({}), ...counted],
  product: [
    ...folds({}, awayFromZero),
    ...counted,
    { args: [given([2, 3], 0, 1.5, -2, 0, 3, 0)], attributes: { axes: [1], keepDimensions: false } },
  ],
  variance: [...folds({ correction: 0 }), ...folds({ correction: 1 }).slice(0, 5)],
  'standard-deviation': [...folds({ correction: 0 }).slice(0, 5), ...folds({ correction: 1 }).slice(0, 5)],
  norm: [
    ...[1, 2, 3, 1.5, 0.5, -2, 0].flatMap((order) => folds({ order }, awayFromZero)),
    ...[Infinity, -Infinity].flatMap((order) => folds({ order }, apart)),
  ],
  logsumexp: folds({}),
  any: tested,
  all: tested,
  'count-nonzero': tested,
  'max-along': alongEither,
  'min-along': alongEither,
  argmax: places,
  argmin: places,
  cumsum: [...along({}), { args: [whole], attributes: { axis: 1 } }],
  cumprod: [
    ...along({}, awayFromZero),
    { args: [given([3, 4], 1, 0, 3, 2, 0, 2, 0, 5, 4, 3, 2, 0)], attributes: { axis: 1 } },
    { args: [mask], attributes: { axis: 0 } },
  ],
  sort: [...along({ descending: false }), ...along({ descending: true })],
  topk: [
    ...along({ count: 1, largest: true }),
    ...along({ count: 3, largest: false }).slice(0, 3),
    ...along({ count: 0, largest: true }).slice(0, 1),
  ],
  median: alongEither,
};
