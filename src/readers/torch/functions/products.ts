/** Products over named axes and of fixed form: einsum, tensordot, outer, dot, cross, kron, and products that add to something. */
import { fail } from '../../python/values/exceptions';
import { unwrap } from '../../python/values/classes';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { sizeOf } from '../../../tensor/tensor';
import { cast, operandOf, pair, type Operand } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { axisOf, checkedAxis } from '../values/arguments';
import { whole, wholes } from '../../tensors/arguments';
import { checkEquation, ofSublists } from './einsumEquation';
import { torchFlavour } from '../values/flavour';
import { matrixProduct } from './matrixProduct';
import { shapedArgument, shapedList } from '../values/shaped';
import { withShape, type Shaped } from '../../tensors/shaped';
import { commonShape, expanded } from './repeats';
import { torchFunction, usual, type Home, type TorchFunction } from './row';

function on(recorder: Recorder, call: OpCall, args: readonly TensorValue[]): TensorValue {
  return recorder.apply(call, args, { flavour: torchFlavour });
}

/** A sum of products by an equation; whole numbers are multiplied as floats and given back as what they were. */
function summed(recorder: Recorder, equation: string, given: readonly Shaped[]): TensorValue {
  const shapes = given.map(({ shape }) => shape);
  checkEquation(recorder.machine, equation, shapes);
  const [first] = given;
  const isWhole = first && given.every(({ dtype }) => !isFloating(dtype));
  const factors = given.map(({ dtype }) => (isFloating(dtype) ? dtype : 'float32'));
  const args = given.map((tensor, place) => cast(recorder, tensor, factors[place] ?? 'float32'));
  const result = on(recorder, { op: 'einsum', attributes: { equation } }, args);
  return isWhole ? cast(recorder, result, first.dtype) : result;
}

function einsum(recorder: Recorder, first: Value, rest: readonly Value[]): TensorValue {
  const { machine } = recorder;
  if (first.kind === 'str') {
    const [only] = rest;
    const plain = only && unwrap(only);
    const operands =
      rest.length === 1 && plain && (plain.kind === 'list' || plain.kind === 'tuple') ? plain.items : rest;
    return summed(recorder, first.value, shapedList(recorder, { kind: 'tuple', items: operands }, 'einsum'));
  }
  if (first.kind !== 'host') {
    const message = `einsum(): argument 'equation' (position 1) must be str, not ${first.kind}`;
    throw fail(machine, 'TypeError', message);
  }
  const { equation, operands } = ofSublists(machine, [first, ...rest]);
  return summed(recorder, equation, shapedList(recorder, { kind: 'tuple', items: operands }, 'einsum'));
}

/** The sum over pairs of axes: the last of one and the first of the other, or those that are named. */
function tensorProduct(recorder: Recorder, a: Shaped, b: Shaped, dims: Value): TensorValue {
  const { machine } = recorder;
  const plain = unwrap(dims);
  const [left, right] = plain.kind === 'list' || plain.kind === 'tuple' ? plain.items : [];
  const count = left === undefined ? whole(machine, dims) : 0;
  if (count < 0) throw fail(machine, 'RuntimeError', `tensordot expects dims >= 0, but got dims=${count}`);
  const ends = Array.from({ length: count }, (_, place) => place);
  const asked = [
    left ? wholes(machine, left) : ends.map((place) => place - count),
    right ? wholes(machine, right) : ends,
  ] as const;
  const axes = asked[0].map((axis, place) => {
    const [first, second] = [axis, asked[1][place] ?? 0];
    const pairOf = [
      checkedAxis(machine, first, a.shape.length),
      checkedAxis(machine, second, b.shape.length),
    ] as const;
    const [size, other] = [a.shape[pairOf[0]] ?? 1, b.shape[pairOf[1]] ?? 1];
    if (size !== other && size !== 1 && other !== 1) {
      const message = `contracted dimensions need to match, but first has size ${size} in dim ${first} and second has size ${other} in dim ${second}`;
      throw fail(machine, 'RuntimeError', message);
    }
    return pairOf;
  });
  const letterAt = (place: number): string => String.fromCharCode((place < 26 ? 97 : 39) + place);
  const lettersA = a.shape.map((_, axis) => letterAt(axis));
  const lettersB = b.shape.map((_, axis) => {
    const found = axes.find(([, own]) => own === axis);
    return found ? (lettersA[found[0]] ?? 'a') : letterAt(a.shape.length + axis);
  });
  const kept = [
    ...lettersA.filter((_, axis) => !axes.some(([own]) => own === axis)),
    ...lettersB.filter((_, axis) => !axes.some(([, own]) => own === axis)),
  ];
  return summed(recorder, `${lettersA.join('')},${lettersB.join('')}->${kept.join('')}`, [a, b]);
}

function vectorProduct(recorder: Recorder, a: Shaped, b: Shaped): TensorValue {
  const { machine } = recorder;
  if (a.shape.length !== 1 || b.shape.length !== 1) {
    const message = `1D tensors expected, but got ${a.shape.length}D and ${b.shape.length}D tensors`;
    throw fail(machine, 'RuntimeError', message);
  }
  const [size, other] = [sizeOf(a.shape), sizeOf(b.shape)];
  if (size !== other) {
    const message = `inconsistent tensor size, expected tensor [${size}] and src [${other}] to have the same number of elements, but got ${size} and ${other} elements respectively`;
    throw fail(machine, 'RuntimeError', message);
  }
  return summed(recorder, 'i,i->', [a, b]);
}

function outerProduct(recorder: Recorder, a: Shaped, b: Shaped): TensorValue {
  for (const [tensor, name] of [
    [a, 'self'],
    [b, 'vec2'],
  ] as const) {
    if (tensor.shape.length === 1) continue;
    const message = `outer: Expected 1-D argument ${name}, but got ${tensor.shape.length}-D`;
    throw fail(recorder.machine, 'RuntimeError', message);
  }
  return summed(recorder, 'i,j->ij', [a, b]);
}

/** a x b along an axis of three. */
function crossProduct(recorder: Recorder, given: readonly [Shaped, Shaped], dim: Value): TensorValue {
  const { machine } = recorder;
  const [a, b] = given;
  const usualAxis = a.shape.findIndex((size) => size === 3);
  const axis = dim.kind === 'none' ? Math.max(0, usualAxis) : axisOf(machine, dim, a.shape.length);
  if (a.shape[axis] !== 3 || b.shape[axis] !== 3) {
    const message = `linalg.cross: inputs dimension ${axis} must have length 3. Got ${a.shape[axis] ?? 0} and ${b.shape[axis] ?? 0}`;
    throw fail(machine, 'RuntimeError', message);
  }
  const shape = commonShape(recorder, [a.shape, b.shape]);
  const [left, right] = [expanded(recorder, a, shape), expanded(recorder, b, shape)];
  const turned = (of: TensorValue, by: number): TensorValue =>
    on(recorder, { op: 'roll', attributes: { shifts: [by], axes: [axis] } }, [of]);
  const product = (x: TensorValue, y: TensorValue): TensorValue => pair(recorder, 'multiply', x, y);
  return pair(
    recorder,
    'subtract',
    product(turned(left, -1), turned(right, 1)),
    product(turned(left, 1), turned(right, -1)),
  );
}

/** The Kronecker product: every element of one times the whole other. */
function kronecker(recorder: Recorder, a: Shaped, b: Shaped): TensorValue {
  const rank = Math.max(a.shape.length, b.shape.length);
  const filled = (shape: readonly number[]): readonly number[] => [
    ...new Array<number>(rank - shape.length).fill(1),
    ...shape,
  ];
  const [sizesA, sizesB] = [filled(a.shape), filled(b.shape)];
  const spread = (of: Shaped, sizes: readonly number[]): TensorValue =>
    on(recorder, { op: 'reshape', attributes: { sizes } }, [of]);
  const product = pair(
    recorder,
    'multiply',
    spread(
      a,
      sizesA.flatMap((size) => [size, 1]),
    ),
    spread(
      b,
      sizesB.flatMap((size) => [1, size]),
    ),
  );
  const sizes = sizesA.map((size, axis) => size * (sizesB[axis] ?? 1));
  return on(recorder, { op: 'reshape', attributes: { sizes } }, [product]);
}

/** beta input + alpha product. */
function added(
  recorder: Recorder,
  input: Shaped,
  product: TensorValue,
  beta: Value,
  alpha: Value,
): TensorValue {
  const shape = product.shape ?? [];
  const scaled = (tensor: TensorValue, by: Value): TensorValue => {
    const factor: Operand = operandOf(by) ?? { kind: 'int', value: 1 };
    return !('content' in factor) && factor.value === 1 ? tensor : pair(recorder, 'multiply', tensor, factor);
  };
  return pair(recorder, 'add', scaled(expanded(recorder, input, shape), beta), scaled(product, alpha));
}

function adding(
  name: string,
  productOf: (recorder: Recorder, a: Shaped, b: Shaped) => TensorValue,
): TorchFunction {
  return torchFunction(
    name,
    'input, first, second, *, beta=1, alpha=1',
    ['torch', 'method', 'in place'],
    (recorder, self, first, second, beta, alpha) => {
      const input = shapedArgument(recorder, self, name);
      const product = productOf(
        recorder,
        shapedArgument(recorder, first, name, 'mat1', 2),
        shapedArgument(recorder, second, name, 'mat2', 3),
      );
      return added(recorder, input, product, beta, alpha).value;
    },
  );
}

/** A function of two tensors. */
function ofTwo(
  name: string,
  homes: readonly Home[],
  run: (recorder: Recorder, a: Shaped, b: Shaped) => TensorValue,
): TorchFunction {
  return torchFunction(name, 'input, other', homes, (recorder, first, second) => {
    const a = shapedArgument(recorder, first, name);
    return run(recorder, a, shapedArgument(recorder, second, name, 'other', 2)).value;
  });
}

export const productFunctions: readonly TorchFunction[] = [
  torchFunction('einsum', '*args', ['torch'], (recorder, rest) => {
    const [first = rest, ...others] = rest.kind === 'tuple' ? rest.items : [];
    return einsum(recorder, first, others).value;
  }),
  torchFunction(
    'tensordot',
    'a, b, dims=2, out=None',
    ['torch'],
    (recorder, a, b, dims) =>
      tensorProduct(
        recorder,
        shapedArgument(recorder, a, 'tensordot', 'a'),
        shapedArgument(recorder, b, 'tensordot', 'b', 2),
        dims,
      ).value,
  ),
  ofTwo('dot', usual, (recorder, a, b) => vectorProduct(recorder, a, b)),
  ofTwo('vdot', ['torch', 'method', 'linalg'], (recorder, a, b) => vectorProduct(recorder, a, b)),
  ofTwo('inner', usual, (recorder, a, b) => {
    if (a.shape.length === 0 || b.shape.length === 0) return pair(recorder, 'multiply', a, b);
    return tensorProduct(recorder, a, b, {
      kind: 'tuple',
      items: [
        { kind: 'int', value: -1 },
        { kind: 'int', value: -1 },
      ],
    });
  }),
  ofTwo('outer', usual, outerProduct),
  ofTwo('ger', usual, outerProduct),
  ofTwo('kron', usual, kronecker),
  torchFunction('cross', 'input, other, dim=None', ['torch', 'method'], (recorder, first, second, dim) => {
    const a = shapedArgument(recorder, first, 'cross');
    return crossProduct(recorder, [a, shapedArgument(recorder, second, 'cross', 'other', 2)], dim).value;
  }),
  torchFunction('cross', 'input, other, *, dim=-1', ['linalg'], (recorder, first, second, dim) => {
    const a = shapedArgument(recorder, first, 'cross');
    return crossProduct(recorder, [a, shapedArgument(recorder, second, 'cross', 'other', 2)], dim).value;
  }),
  adding('addmm', matrixProduct),
  adding('addmv', matrixProduct),
  adding('baddbmm', matrixProduct),
  adding('addr', outerProduct),
  adding('addbmm', (recorder, a, b) => {
    const product = matrixProduct(recorder, a, b);
    return on(recorder, { op: 'sum', attributes: { axes: [0], keepDimensions: false } }, [product]);
  }),
  torchFunction('chain_matmul', '*matrices', ['torch'], (recorder, rest) =>
    chained(recorder, shapedList(recorder, rest, 'chain_matmul')),
  ),
  torchFunction('multi_dot', 'tensors', ['linalg'], (recorder, tensors) =>
    chained(recorder, shapedList(recorder, tensors, 'multi_dot')),
  ),
];

function chained(recorder: Recorder, matrices: readonly Shaped[]): Value {
  return matrices.reduce((product, next) => withShape(recorder, matrixProduct(recorder, product, next)))
    .value;
}
