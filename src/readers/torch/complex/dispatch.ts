/** What functions of torch make of complex numbers: what they make of both parts, a formula of their own, or nothing that is understood. */
import { unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { bool, int, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { operandOf, pair, plainCall } from '../../tensors/arithmetic';
import { complexIn, type ComplexTensor } from '../../tensors/complexTensor';
import { bitsOf, isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import type { BinaryOperator } from '../../python/parse/syntax';
import { cloned } from '../functions/basics';
import type { TorchFunction } from '../functions/row';
import { dtypeIn, dtypeValue, partTypeIn } from '../values/dtypes';
import { putInPlace, torchFlavour } from '../values/flavour';
import { alike, compared, exponential, sizeOfComplex, zerosLike, type ComplexParts } from './arithmetic';
import {
  checkFactors,
  complexBinary,
  complexValue,
  partsOf,
  refuse,
  tensorsOf,
  torchComplexIn,
} from './complexTensor';
import { fourierFunctions } from './fourier';
import { asComplex, complexFunctions } from './functions';

/** What a function does with its arguments. */
export type TorchRun = TorchFunction['run'];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Functions that move numbers or sum them: what they make of complex ones is what they make of both parts. */
const byParts = words(
  `view reshape flatten unflatten ravel squeeze unsqueeze transpose swapaxes swapdims permute movedim moveaxis t narrow select
  index_select chunk split split_with_sizes tensor_split unbind expand expand_as view_as reshape_as broadcast_to repeat tile roll flip fliplr
  flipud rot90 cat concat concatenate stack hstack vstack dstack column_stack clone detach contiguous diagonal diag diag_embed tril triu sum
  mean cumsum gather repeat_interleave unfold neg negative positive zeros_like empty_like new_zeros new_empty zero_ detach_ cpu
  cuda`,
);

/** Those of them that put tensors side by side; real ones among them have no imaginary part. */
const joining = words('cat concat concatenate stack hstack vstack dstack column_stack');

/** Those that change their tensor. */
const changing = words('zero_ detach_');

/** Functions that are linear in each of their tensors. */
const multilinear = words('mul multiply matmul mm bmm mv einsum outer ger tensordot kron inner dot');

/** What is said of the real part as of the whole. */
const ofRealPart = words(
  'size dim ndimension numel nelement is_contiguous stride get_device is_same_size is_shared is_pinned is_inference',
);

/** Casts to real types, which drop the imaginary part. */
const realCasts = words('float double half bfloat16');

/** Functions that make tensors of nothing, by how their imaginary part comes about. */
const making = words(
  'zeros ones empty full eye ones_like zeros_like empty_like new_zeros new_ones new_empty',
);
const drawing = words('rand randn rand_like randn_like');

/** Whether a complex tensor or a type of complex numbers is among arguments, alone or in a list. */
export function holdsComplex(bound: readonly Value[]): boolean {
  return bound.some((value) => isComplexWithin(value, 0));
}

/** Lists of tensors lie in lists of arguments; nobody nests them deeper. */
const mostDepth = 2;

function isComplexWithin(value: Value, depth: number): boolean {
  if (value.kind === 'host') return complexIn(value) !== undefined || partTypeIn(value) !== undefined;
  const plain = unwrap(value);
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return false;
  return depth < mostDepth && plain.items.some((item) => isComplexWithin(item, depth + 1));
}

function complexAmong(value: Value, depth = 0): readonly ComplexTensor[] {
  const complex = complexIn(value);
  if (complex) return [complex];
  if (value.kind === 'host') return [];
  const plain = unwrap(value);
  const isList = plain.kind === 'list' || plain.kind === 'tuple';
  return isList && depth < mostDepth ? plain.items.flatMap((item) => complexAmong(item, depth + 1)) : [];
}

/** The arguments with other values in place of complex tensors, in lists too. */
function replaced(bound: readonly Value[], by: (value: Value) => Value, depth = 0): readonly Value[] {
  return bound.map((value): Value => {
    if (value.kind === 'host') return by(value);
    const plain = unwrap(value);
    if (plain.kind !== 'list' && plain.kind !== 'tuple') return value;
    return depth <= mostDepth && plain.items.some((item) => isComplexWithin(item, depth) || tensorIn(item))
      ? { kind: 'tuple', items: replaced(plain.items, by, depth + 1) }
      : value;
  });
}

function realOf(value: Value): Value {
  return complexIn(value)?.real.value ?? value;
}

function isOpaque(value: Value): boolean {
  return tensorIn(value)?.content.kind === 'opaque';
}

/** What a function gave of both parts as complex numbers, in tuples too. */
function together(recorder: Recorder, name: string, real: Value, imaginary: Value): Value {
  if (isOpaque(real)) return real;
  const [one, other] = [tensorIn(real), tensorIn(imaginary)];
  if (one && other) return complexValue({ real: one, imaginary: other });
  if (
    (real.kind === 'tuple' || real.kind === 'list') &&
    (imaginary.kind === 'tuple' || imaginary.kind === 'list')
  ) {
    const items = real.items.map((item, place) =>
      together(recorder, name, item, imaginary.items[place] ?? none),
    );
    return { ...real, items };
  }
  return real.kind === 'none' ? real : refuse(recorder.machine, name);
}

function ofParts(recorder: Recorder, name: string, run: TorchRun, bound: readonly Value[]): Value {
  const [self = none] = bound;
  if (bound.flatMap((value) => complexAmong(value)).length === 0) return refuse(recorder.machine, name);
  // expand_as and its kin: of the other one only the shape counts.
  if (tensorIn(self)) return run(recorder, ...replaced(bound, realOf));
  const imaginaryOf = (value: Value): Value => {
    const complex = complexIn(value);
    if (complex) return complex.imaginary.value;
    const real = joining.has(name) ? tensorIn(value) : undefined;
    return real ? zerosLike(recorder, real).value : value;
  };
  const real = run(recorder, ...replaced(bound, realOf));
  const imaginary = run(recorder, ...replaced(bound, imaginaryOf));
  return changing.has(name) ? self : together(recorder, name, real, imaginary);
}

/** Complex tensors in one product: each doubles its terms. */
const mostFactors = 3;

/** The sum over all choices of a part of each complex tensor, times i for each imaginary one. */
function ofProducts(recorder: Recorder, name: string, run: TorchRun, bound: readonly Value[]): Value {
  const places = bound.flatMap((value) => complexAmong(value)).length;
  if (places === 0 || places > mostFactors) return refuse(recorder.machine, name);
  checkTypes(recorder, name, bound);
  const sums: (TensorValue | null)[] = [null, null];
  for (let choice = 0; choice < 2 ** places; choice += 1) {
    let place = 0;
    const chosen = replaced(bound, (value) => {
      const complex = complexIn(value);
      if (!complex) return value;
      const isImaginary = ((choice >> place) & 1) === 1;
      place += 1;
      return (isImaginary ? complex.imaginary : complex.real).value;
    });
    const term = tensorIn(run(recorder, ...chosen));
    if (!term) return refuse(recorder.machine, name);
    if (!term.shape) return term.value;
    const turns = choice.toString(2).replaceAll('0', '').length;
    const sum = sums[turns % 2] ?? null;
    const isTaken = turns % 4 >= 2;
    const zero = { kind: 'int', value: 0 } as const;
    sums[turns % 2] = sum
      ? pair(recorder, isTaken ? 'subtract' : 'add', sum, term)
      : isTaken
        ? pair(recorder, 'subtract', zero, term)
        : term;
  }
  const [real, imaginary] = sums;
  return real && imaginary ? complexValue({ real, imaginary }) : refuse(recorder.machine, name);
}

/** Products that take factors of one type only, and the rank by which PyTorch says it; null: their own. */
const ofOneType: Readonly<Record<string, number | null>> = {
  ...{ matmul: null, mm: null, mv: null, dot: null, inner: null, tensordot: 2 },
  ...{ bmm: 3, einsum: 3 },
};

function checkTypes(recorder: Recorder, name: string, bound: readonly Value[]): void {
  const rank = ofOneType[name];
  if (rank === undefined) return;
  const factors = bound.flatMap((value) => {
    const plain = unwrap(value);
    return plain.kind === 'list' || plain.kind === 'tuple' ? plain.items : [value];
  });
  const parts = factors.flatMap((value) => (value.kind === 'host' ? (partsOf(value) ?? []) : []));
  for (const [place, one] of parts.entries())
    if (place > 0 && parts[place - 1])
      checkFactors(recorder, parts[place - 1] ?? one, one, rank ?? undefined);
}

/** New complex numbers: the imaginary part is 0, or drawn like the real one. */
function made(recorder: Recorder, name: string, run: TorchRun, bound: readonly Value[]): Value {
  const isReal = bound.some((value) => !partTypeIn(value) && dtypeIn(value) !== undefined);
  const given = replaced(bound, (value) => {
    const part = partTypeIn(value);
    return part ? dtypeValue(part) : realOf(value);
  });
  const real = tensorIn(run(recorder, ...given));
  if (!real) return refuse(recorder.machine, name);
  if (isReal) return real.value;
  if (!drawing.has(name)) return complexValue({ real, imaginary: zerosLike(recorder, real) });
  const imaginary = tensorIn(run(recorder, ...given));
  if (!imaginary) return refuse(recorder.machine, name);
  if (!name.startsWith('randn')) return complexValue({ real, imaginary });
  // The variance of both parts together is 1.
  const scale = { kind: 'float', value: Math.SQRT1_2 } as const;
  return complexValue({
    real: pair(recorder, 'multiply', real, scale),
    imaginary: pair(recorder, 'multiply', imaginary, scale),
  });
}

function operation(operator: BinaryOperator): TorchRun {
  return (recorder, first = none, second = none, third = none) => {
    const [a, b] = [partsOf(first), partsOf(second)];
    if (!a || !b) throw fail(recorder.machine, 'TypeError', 'a tensor or a number is expected');
    const isPlain = third.kind === 'none' || (third.kind === 'int' && Number(third.value) === 1);
    const found = isPlain ? complexBinary(recorder, operator, a, b) : null;
    return found ? complexValue(found) : refuse(recorder.machine, operator);
  };
}

function ofSelf(run: (recorder: Recorder, self: ComplexTensor) => Value): TorchRun {
  return (recorder, self = none) => {
    const complex = complexIn(self);
    return complex ? run(recorder, complex) : refuse(recorder.machine, 'it');
  };
}

function comparison(name: 'equal' | 'not-equal'): TorchRun {
  return (recorder, first = none, second = none) => {
    const [a, b] = [partsOf(first), partsOf(second)];
    return a && b ? compared(recorder, name, a, b).value : refuse(recorder.machine, name);
  };
}

/** To another element type or device. */
const converted: TorchRun = (recorder, self = none, ...rest) => {
  const given = rest.flatMap((value) => (value.kind === 'tuple' ? value.items : [value]));
  const [part] = given.flatMap((value) => partTypeIn(value) ?? complexIn(value)?.real.dtype ?? []);
  if (part) return asComplex(recorder, self, part);
  const [real] = given.flatMap((value) => dtypeIn(value) ?? tensorIn(value)?.dtype ?? []);
  const complex = complexIn(self);
  if (!real || !complex) return self;
  const to = recorder.machine.getAttribute(complex.real.value, 'to');
  return recorder.machine.call(to, [dtypeValue(real)]);
};

/** Functions with a formula of their own, which stand before all else. */
const formulas: Readonly<Record<string, TorchRun>> = {
  ...Object.fromEntries([...complexFunctions, ...fourierFunctions].map(({ name, run }) => [name, run])),
  add: operation('Add'),
  sub: operation('Sub'),
  subtract: operation('Sub'),
  div: operation('Div'),
  divide: operation('Div'),
  true_divide: operation('Div'),
  pow: operation('Pow'),
  square: (recorder, self = none) => operation('Mult')(recorder, self, self),
  reciprocal: (recorder, self = none) => operation('Div')(recorder, int(1), self),
  exp: ofSelf((recorder, self) => complexValue(exponential(recorder, self))),
  abs: ofSelf((recorder, self) => sizeOfComplex(recorder, self).value),
  absolute: ofSelf((recorder, self) => sizeOfComplex(recorder, self).value),
  __abs__: ofSelf((recorder, self) => sizeOfComplex(recorder, self).value),
  eq: comparison('equal'),
  ne: comparison('not-equal'),
  not_equal: comparison('not-equal'),
  is_complex: () => bool(true),
  is_floating_point: () => bool(false),
  is_signed: () => bool(true),
  element_size: ofSelf((_recorder, { real }) => int((2 * bitsOf(real.dtype)) / 8)),
  requires_grad_: (recorder, self = none, wanted = none) => {
    torchComplexIn(self)?.setAttribute(recorder.machine, 'requires_grad', wanted);
    return self;
  },
  to: converted,
  type_as: converted,
  where: (recorder, condition = none, first = none, second = none) => {
    const [mask, a, b] = [tensorIn(condition), tensorsOf(recorder, first), tensorsOf(recorder, second)];
    if (!mask || !a || !b) return refuse(recorder.machine, 'where');
    const chosen = (one: TensorValue, other: TensorValue): TensorValue =>
      recorder.apply(plainCall('where'), [mask, one, other], { flavour: torchFlavour });
    return complexValue(alike(recorder, chosen(a.real, b.real), chosen(a.imaginary, b.imaginary)));
  },
  copy_: (recorder, self = none, source = none) => {
    const [complex, given] = [torchComplexIn(self), tensorsOf(recorder, source)];
    if (!given) return refuse(recorder.machine, 'copy_');
    const real = tensorIn(self);
    const own = { real: cloned(recorder, given.real), imaginary: cloned(recorder, given.imaginary) };
    if (real) putInPlace(recorder, real, own.real);
    else complex?.assign(recorder, own);
    return self;
  },
};

/** What a function makes of arguments among which is something complex. */
export function complexRun(name: string, run: TorchRun): TorchRun {
  const formula = Object.hasOwn(formulas, name) ? formulas[name] : undefined;
  if (formula) return formula;
  return (recorder, ...bound) => {
    if (byParts.has(name)) return ofParts(recorder, name, run, bound);
    if (multilinear.has(name)) return ofProducts(recorder, name, run, bound);
    if (making.has(name) || drawing.has(name)) return made(recorder, name, run, bound);
    if (ofRealPart.has(name) || realCasts.has(name)) return run(recorder, ...replaced(bound, realOf));
    if (name === 'masked_fill') return masked(recorder, run, bound);
    return refuse(recorder.machine, name);
  };
}

function masked(recorder: Recorder, run: TorchRun, bound: readonly Value[]): Value {
  const [self = none, mask = none, value = none] = bound;
  const [complex, filling] = [complexIn(self), operandOf(value)];
  if (!complex || !filling || 'content' in filling) return refuse(recorder.machine, 'masked_fill');
  const real = run(recorder, complex.real.value, mask, value);
  return together(recorder, 'masked_fill', real, run(recorder, complex.imaginary.value, mask, int(0)));
}

/** Puts a complex result into its first argument. Raises PyTorch's RuntimeError where that is real. */
export function putComplexInPlace(recorder: Recorder, target: Value, result: ComplexParts): void {
  const complex = torchComplexIn(target);
  if (complex) {
    putInPlace(recorder, complex.real, result.real);
    putInPlace(recorder, complex.imaginary, result.imaginary);
    return;
  }
  const { machine } = recorder;
  const name = (dtype: string): string => (dtype === 'float64' ? 'Double' : 'Float');
  const own = tensorIn(target)?.dtype ?? 'float32';
  const message = `result type Complex${name(result.real.dtype)} can't be cast to the desired output type ${isFloating(own) ? name(own) : own}`;
  throw fail(machine, 'RuntimeError', message);
}
