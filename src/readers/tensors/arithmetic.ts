/** Arithmetic, comparison and logic between tensors and Python numbers, with the promotion of element types. */
import { isBatchSize } from '../../graph/batchSizes';
import type { OpCall, OpName } from '../../ops/table';
import { fail } from '../python/values/exceptions';
import { Encountered } from '../python/values/unknown';
import type { Value } from '../python/values/value';
import { isFloating, promoted, promotedByNumber, storedType, type DtypeName } from './elementTypes';
import type { Recorder } from './recorder';
import { tensorIn, type Flavour, type TensorValue } from './tensorValue';

/** Operations of two values. */
export type PairName = PairOp | 'floor-divide';

/** Those of them that are one op. */
type PairOp =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'remainder'
  | 'power'
  | 'maximum'
  | 'minimum'
  | Comparing
  | Logical;

type Comparing = 'equal' | 'not-equal' | 'less' | 'less-equal' | 'greater' | 'greater-equal';
type Logical = 'and' | 'or' | 'xor';

const comparing: ReadonlySet<PairName> = new Set<PairName>([
  'equal',
  'not-equal',
  'less',
  'less-equal',
  'greater',
  'greater-equal',
]);
const logical: ReadonlySet<PairName> = new Set<PairName>(['and', 'or', 'xor']);

function isCompared(name: PairName): name is Comparing | Logical {
  return comparing.has(name) || logical.has(name);
}

/** A Python number. */
export interface PlainNumber {
  readonly kind: 'bool' | 'int' | 'float';
  readonly value: number;
}

/** What arithmetic takes. */
export type Operand = TensorValue | PlainNumber;

/** A value as an operand; undefined for what is neither a tensor nor a number. */
export function operandOf(value: Value): Operand | undefined {
  if (value.kind === 'unknown') throw new Encountered(value);
  if (value.kind === 'int' || value.kind === 'float') return { kind: value.kind, value: Number(value.value) };
  if (value.kind === 'bool') return { kind: 'bool', value: value.value ? 1 : 0 };
  if (value.kind === 'instance' && value.payload) return operandOf(value.payload);
  return tensorIn(value);
}

function isTensor(operand: Operand): operand is TensorValue {
  return 'content' in operand;
}

/** a op b, where at least one is a tensor. Raises PyTorch's RuntimeError where their shapes do not go together. */
export function pair(recorder: Recorder, name: PairName, a: Operand, b: Operand): TensorValue {
  const flavour = isTensor(a) ? a.flavour : isTensor(b) ? b.flavour : null;
  if (!flavour) throw new RangeError(`${name} needs a tensor`);
  checkShapes(recorder, a, b);
  if (isCompared(name)) return compared(recorder, name, a, b, flavour);
  const dtype = resultType(name, a, b, flavour);
  const simple = isTensor(a) && !isTensor(b) ? withNumber(recorder, name, a, b, dtype) : null;
  if (simple) return simple;
  const mirrored = !isTensor(a) && isTensor(b) ? withNumberBefore(recorder, name, a, b, dtype) : null;
  if (mirrored) return mirrored;
  const args = [a, b].map((operand) => cast(recorder, tensorOf(recorder, operand, dtype, flavour), dtype));
  if (name === 'floor-divide') {
    return floored(recorder, recorder.apply(plainCall('divide'), args, { flavour }), dtype);
  }
  return recorder.apply(plainCall(name), args, { flavour, dtype });
}

/** The element type of a result. */
function resultType(name: PairName, a: Operand, b: Operand, flavour: Flavour): DtypeName {
  const dtype = joinedType(a, b, flavour);
  return name === 'divide' && !isFloating(dtype) ? flavour.usualFloat : dtype;
}

function joinedType(a: Operand, b: Operand, flavour: Flavour): DtypeName {
  if (isTensor(a) && isTensor(b)) return joinedTensorType(a, b);
  if (isTensor(a)) return promotedByNumber(a.dtype, (b as PlainNumber).kind, flavour.usualFloat); // one of two is a tensor
  if (isTensor(b)) return promotedByNumber(b.dtype, a.kind, flavour.usualFloat);
  return flavour.usualFloat;
}

/** A tensor without axes counts as a number where the other has axes and is of the same kind or a higher one. */
function joinedTensorType(a: TensorValue, b: TensorValue): DtypeName {
  const kind = (dtype: DtypeName): number => (dtype === 'bool' ? 0 : isFloating(dtype) ? 2 : 1);
  const [scalar, other] = a.shape?.length === 0 ? [a, b] : [b, a];
  const mixed = scalar.shape?.length === 0 && other.shape !== null && other.shape.length > 0;
  if (mixed && kind(other.dtype) >= kind(scalar.dtype)) return other.dtype;
  return promoted(a.dtype, b.dtype);
}

/** A tensor with a number behind it, where one op does it. */
function withNumber(
  recorder: Recorder,
  name: PairName,
  given: TensorValue,
  { value }: PlainNumber,
  dtype: DtypeName,
): TensorValue | null {
  if (isBatchSize(value)) return null;
  const { flavour } = given;
  const a = cast(recorder, given, dtype);
  const affine = (scale: number, shift: number): TensorValue =>
    recorder.apply({ op: 'affine', attributes: { scale, shift } }, [a], { flavour, dtype });
  if (name === 'add') return affine(1, value);
  if (name === 'subtract') return affine(1, -value);
  if (name === 'multiply') return affine(value, 0);
  if (name === 'divide') return Number.isFinite(1 / value) ? affine(1 / value, 0) : null;
  if (name !== 'power') return null;
  const powered: OpCall = { op: 'constant-power', attributes: { exponent: value } };
  if (isFloating(dtype)) return recorder.apply(powered, [a], { flavour, dtype });
  // Whole numbers stay whole, and are exact up to 2^53.
  return cast(recorder, recorder.apply(powered, [cast(recorder, a, 'float64')], { flavour }), dtype);
}

/** A number before a tensor, where one op does it. */
function withNumberBefore(
  recorder: Recorder,
  name: PairName,
  { value }: PlainNumber,
  given: TensorValue,
  dtype: DtypeName,
): TensorValue | null {
  if (isBatchSize(value)) return null;
  const { flavour } = given;
  const affine = (scale: number, shift: number): TensorValue =>
    recorder.apply({ op: 'affine', attributes: { scale, shift } }, [cast(recorder, given, dtype)], {
      flavour,
      dtype,
    });
  if (name === 'add') return affine(1, value);
  if (name === 'subtract') return affine(-1, value);
  if (name === 'multiply') return affine(value, 0);
  return null;
}

function compared(
  recorder: Recorder,
  name: Comparing | Logical,
  a: Operand,
  b: Operand,
  flavour: Flavour,
): TensorValue {
  const dtype = joinedType(a, b, flavour);
  if (isLogical(name) && dtype !== 'bool') return bitwise(recorder, name, a, b, dtype, flavour);
  const args = [a, b].map((operand) => tensorOf(recorder, operand, dtype, flavour));
  return recorder.apply(plainCall(name), args, { flavour });
}

function isLogical(name: PairName): name is Logical {
  return logical.has(name);
}

/** Bit by bit: of known numbers only. */
function bitwise(
  recorder: Recorder,
  name: Logical,
  a: Operand,
  b: Operand,
  dtype: DtypeName,
  flavour: Flavour,
): TensorValue {
  const args = [a, b].map((operand) => cast(recorder, tensorOf(recorder, operand, dtype, flavour), dtype));
  // Adding nothing stretches one to the shape of the other.
  const [left, right] = args.map((own, place) => {
    const other = args[1 - place] ?? own;
    const nothing = recorder.apply({ op: 'affine', attributes: { scale: 0, shift: 0 } }, [other], {
      flavour,
      dtype,
    });
    return recorder.apply(plainCall('add'), [own, nothing], { flavour, dtype });
  });
  const [known, others] = [left && recorder.known(left), right && recorder.known(right)];
  if (!known || !others) {
    const masked = withTruths(recorder, name, [a, b], dtype) ?? withPattern(recorder, name, [a, b]);
    if (masked) return masked;
    const cause = recorder.machine.unknown(
      'unsupported',
      `bitwise ${name} of two tensors of whole numbers is not understood yet.`,
      `bitwise_${name}`,
    );
    return recorder.opaque(cause, args, flavour);
  }
  const bits = {
    and: (x: number, y: number) => x & y,
    or: (x: number, y: number) => x | y,
    xor: (x: number, y: number) => x ^ y,
  }[name];
  const numbers = Array.from(known.data, (value, place) => bits(value, others.data[place] ?? 0));
  return recorder.constant(flavour, dtype, known.shape, numbers);
}

/** Bit by bit where one operand holds nothing but 0 and 1: it meets the last bit of the other. */
function withTruths(
  recorder: Recorder,
  name: Logical,
  operands: readonly [Operand, Operand],
  dtype: DtypeName,
): TensorValue | null {
  const place = operands.findIndex((one) => isTensor(one) && one.dtype === 'bool');
  const [truths, other] = place === 1 ? [operands[1], operands[0]] : operands;
  if (place === -1 || !isTensor(truths)) return null;
  const ones = cast(recorder, truths, dtype);
  const number = (value: number): PlainNumber => ({ kind: 'int', value });
  const last = isTensor(other)
    ? pair(recorder, 'remainder', other, number(2))
    : number(((other.value % 2) + 2) % 2);
  const both = pair(recorder, 'multiply', ones, last);
  if (name === 'and') return both;
  const sum = pair(recorder, 'add', ones, other);
  return pair(recorder, 'subtract', sum, name === 'or' ? both : pair(recorder, 'multiply', both, number(2)));
}

/** Bit by bit with one number that is not negative: every bit that is set in it is cut out of the other, whose digits are those of two's complement. */
function withPattern(
  recorder: Recorder,
  name: Logical,
  [a, b]: readonly [Operand, Operand],
): TensorValue | null {
  const [tensor, plain] = isTensor(a) ? [a, b] : [b, a];
  if (!isTensor(tensor) || isTensor(plain) || plain.value < 0 || plain.value > 0x7fffffff) return null;
  const number = (value: number): PlainNumber => ({ kind: 'int', value });
  const set = Array.from({ length: 31 }, (_, place) => 2 ** place).filter((bit) => plain.value & bit);
  const both = set
    .map((bit) => {
      const digit = pair(
        recorder,
        'remainder',
        pair(recorder, 'floor-divide', tensor, number(bit)),
        number(2),
      );
      return pair(recorder, 'multiply', digit, number(bit));
    })
    .reduce((sum, one) => pair(recorder, 'add', sum, one), pair(recorder, 'multiply', tensor, number(0)));
  if (name === 'and') return both;
  const sum = pair(recorder, 'add', tensor, plain);
  return pair(recorder, 'subtract', sum, name === 'or' ? both : pair(recorder, 'multiply', both, number(2)));
}

/** An operand as a tensor; numbers that stand for multiples of the batch stay so. */
export function tensorOf(
  recorder: Recorder,
  operand: Operand,
  dtype: DtypeName,
  flavour: Flavour,
): TensorValue {
  if (isTensor(operand)) return operand;
  if (!isBatchSize(operand.value)) return recorder.constant(flavour, dtype, [], [operand.value]);
  const call = { op: 'full', attributes: { sizes: [], value: operand.value } } as const;
  return cast(recorder, recorder.apply(call, [], { flavour }), dtype);
}

/** The same numbers as another element type. */
export function cast(recorder: Recorder, tensor: TensorValue, dtype: DtypeName): TensorValue {
  if (tensor.dtype === dtype) return tensor;
  const { flavour } = tensor;
  if (storedType(tensor.dtype) === storedType(dtype)) {
    const { shape, content, differentiable } = tensor;
    recorder.refresh(tensor);
    return recorder.make({ flavour, shape, dtype, content, differentiable });
  }
  const elementType = isFloating(dtype) ? 'float' : dtype === 'bool' ? 'bool' : 'int32';
  const result = recorder.apply({ op: 'cast', attributes: { elementType } }, [tensor], { flavour, dtype });
  result.dtype = dtype;
  return result;
}

function floored(recorder: Recorder, quotient: TensorValue, dtype: DtypeName): TensorValue {
  const down = recorder.apply({ op: 'floor', attributes: {} }, [quotient], { flavour: quotient.flavour });
  return cast(recorder, down, dtype);
}

/** PyTorch's words where two shapes do not broadcast (Broadcasting semantics, infer_size in its source). */
export function checkShapes({ machine }: Recorder, a: Operand, b: Operand): void {
  if (!isTensor(a) || !isTensor(b) || !a.shape || !b.shape) return;
  const rank = Math.max(a.shape.length, b.shape.length);
  for (let axis = rank - 1; axis >= 0; axis -= 1) {
    const left = a.shape[axis - rank + a.shape.length] ?? 1;
    const right = b.shape[axis - rank + b.shape.length] ?? 1;
    if (left === right || left === 1 || right === 1) continue;
    const message = `The size of tensor a (${left}) must match the size of tensor b (${right}) at non-singleton dimension ${axis}`;
    throw fail(machine, 'RuntimeError', message);
  }
}

/** A call of an op without attributes. */
export function plainCall(op: OpName): OpCall {
  return { op, attributes: {} } as OpCall; // whoever asks names an op that has none
}
