/** torch.matmul and its kin: products of vectors, matrices and stacks of matrices. */
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { OpCall } from '../../../ops/table';
import { cast } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { typeWords } from '../values/typeWords';

/** a @ b by torch.matmul's rules: one axis stands for a row on the left and a column on the right. Whole numbers give whole numbers. */
export function matrixProduct(recorder: Recorder, a: TensorValue, b: TensorValue): TensorValue {
  // Of a matrix and a vector PyTorch compares the sizes before the types.
  if (a.shape?.length === 2 && b.shape?.length === 1) checkInner(recorder, a.shape, b.shape);
  if (isFloating(a.dtype) !== isFloating(b.dtype))
    throw fail(recorder.machine, 'RuntimeError', mixedTypes(factor(a), factor(b)));
  if (isFloating(a.dtype) || a.dtype === 'bool') return productOf(recorder, a, b);
  const [left, right] = [cast(recorder, a, 'float64'), cast(recorder, b, 'float64')];
  return cast(recorder, productOf(recorder, left, right), a.dtype);
}

/** One factor in PyTorch's messages. */
export interface Factor {
  readonly rank: number;
  readonly words: readonly [cpp: string, scalar: string];
}

/** What PyTorch says of factors of different types, which depends on the axes. */
export function mixedTypes(
  { rank: left, words: [own, first] }: Factor,
  { rank: right, words: [other, second] }: Factor,
): string {
  if (left === 1 && right === 1)
    return `dot : expected both vectors to have same dtype, but found ${first} and ${second}`;
  if (left > 2 || right > 2) return `expected scalar type ${first} but found ${second}`;
  if (left === 2 && right === 1)
    return `addmv input tensors must have the same dtype, but got ${second}, ${first}, and ${second}`;
  return `expected m1 and m2 to have the same dtype, but got: ${own} != ${other}`;
}

function factor({ shape, dtype }: TensorValue): Factor {
  return { rank: shape?.length ?? 2, words: typeWords[dtype] };
}

function productOf(recorder: Recorder, a: TensorValue, b: TensorValue): TensorValue {
  const { flavour } = a;
  const on = (call: OpCall, args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour });
  if (!a.shape || !b.shape) return on({ op: 'matrix-product', attributes: {} }, [a, b]);
  checkInner(recorder, a.shape, b.shape);
  const left = a.shape.length === 1 ? on({ op: 'unsqueeze', attributes: { axis: 0 } }, [a]) : a;
  const right = b.shape.length === 1 ? on({ op: 'unsqueeze', attributes: { axis: 1 } }, [b]) : b;
  const product = on({ op: 'matrix-product', attributes: {} }, [left, right]);
  const dropped = [...(a.shape.length === 1 ? [-2] : []), ...(b.shape.length === 1 ? [-1] : [])];
  return dropped.length === 0 ? product : on({ op: 'squeeze', attributes: { axes: dropped } }, [product]);
}

/** Axes in front of the matrices must be alike, or 1. */
function checkBatches(machine: Machine, a: readonly number[], b: readonly number[]): void {
  const [left, right] = [a.slice(0, -2), b.slice(0, -2)];
  const rank = Math.max(left.length, right.length);
  for (let axis = rank - 1; axis >= 0; axis -= 1) {
    const [own = 1, other = 1] = [left[axis - rank + left.length], right[axis - rank + right.length]];
    if (own === other || own === 1 || other === 1) continue;
    const message = `The size of tensor a (${own}) must match the size of tensor b (${other}) at non-singleton dimension ${axis}`;
    throw fail(machine, 'RuntimeError', message);
  }
}

function checkInner({ machine }: Recorder, a: readonly number[], b: readonly number[]): void {
  if (a.length === 0 || b.length === 0) {
    throw fail(
      machine,
      'RuntimeError',
      `both arguments to matmul need to be at least 1D, but they are ${a.length}D and ${b.length}D`,
    );
  }
  const inner = a.at(-1) ?? 0;
  const other = b.length === 1 ? (b[0] ?? 0) : (b.at(-2) ?? 0);
  if (inner === other) {
    checkBatches(machine, a, b);
    return;
  }
  if (a.length === 1 && b.length === 1) {
    throw fail(
      machine,
      'RuntimeError',
      `inconsistent tensor size, expected tensor [${inner}] and src [${other}] to have the same number of elements, but got ${inner} and ${other} elements respectively`,
    );
  }
  if (b.length === 1)
    throw fail(
      machine,
      'RuntimeError',
      `size mismatch, got input (${a.slice(0, -1).join('x')}), mat (${a.join('x')}), vec (${other})`,
    );
  const rows = a.slice(0, -1).reduce((product, size) => product * size, 1);
  if (a.length <= 2 || b.length === 2) {
    throw fail(
      machine,
      'RuntimeError',
      `mat1 and mat2 shapes cannot be multiplied (${rows}x${inner} and ${other}x${b.at(-1) ?? 0})`,
    );
  }
  throw fail(
    machine,
    'RuntimeError',
    `Expected size for first two dimensions of batch2 tensor to be: [${a.slice(0, -2).reduce((product, size) => product * size, 1)}, ${inner}] but got: [${b.slice(0, -2).reduce((product, size) => product * size, 1)}, ${other}].`,
  );
}
