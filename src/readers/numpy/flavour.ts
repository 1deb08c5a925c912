/** What a NumPy array is to Python: torch's behaviour where both agree, and NumPy's own words and attributes. */
import { builtinClasses, nativeClass } from '../python/values/classes';
import { fail } from '../python/values/exceptions';
import { bool, int, none, tuple } from '../python/values/make';
import type { Machine } from '../python/values/machine';
import { Encountered } from '../python/values/unknown';
import type { Value } from '../python/values/value';
import { sizeOf } from '../../tensor/tensor';
import { bitsOf } from '../tensors/elementTypes';
import { getItem, setItem } from '../tensors/indexing';
import { nestedOf, numberValue, tensorOfNested } from '../tensors/nested';
import { recorderOf, type Recorder } from '../tensors/recorder';
import { tensorIn, type Flavour, type TensorBehaviour, type TensorValue } from '../tensors/tensorValue';
import { assign, viewOf } from '../tensors/views';
import { product } from './product';
import { torchFlavour } from '../torch/values/flavour';

/** np.ndarray; its methods are put in by the table of functions. */
export const ndarrayClass = nativeClass('ndarray', [builtinClasses.object]);

const shared = torchFlavour.behaviour;

/** Lists among operands become arrays; a tensor of another framework does the work itself. */
function operand(machine: Machine, value: Value): Value | undefined {
  const tensor = tensorIn(value);
  if (tensor) return tensor.flavour === numpyFlavour ? value : undefined;
  if (value.kind !== 'list' && value.kind !== 'tuple') return value;
  return tensorOfNested(recorderOf(machine), value, numpyFlavour).value;
}

/** NumPy's words where two shapes do not broadcast. */
function checkShapes(machine: Machine, { shape }: TensorValue, other: TensorValue | undefined): void {
  const [a, b] = [shape ?? [], other?.shape ?? []];
  const count = Math.min(a.length, b.length);
  const odd = Array.from({ length: count }, (_, place) => [
    a.at(-1 - place) ?? 1,
    b.at(-1 - place) ?? 1,
  ]).some(([one, two]) => one !== two && one !== 1 && two !== 1);
  if (!odd) return;
  const text = (sizes: readonly number[]): string => `(${sizes.join(',')}${sizes.length === 1 ? ',' : ''})`;
  const message = `operands could not be broadcast together with shapes ${text(a)} ${text(b)} `;
  throw fail(machine, 'ValueError', message);
}

/** One known number; an unknown where it depends on data. */
function single(self: TensorValue, machine: Machine, kind: 'TypeError' | 'ValueError', what: string): Value {
  if ((self.shape ?? []).some((size) => size !== 1)) throw fail(machine, kind, what);
  const known = recorderOf(machine).known(self);
  if (!known) return machine.unknown('data', 'It depends on random numbers, inputs or parameters.');
  return numberValue(known.data[0] ?? NaN, self.dtype);
}

const properties: Readonly<Record<string, (recorder: Recorder, self: TensorValue) => Value>> = {
  shape: (_recorder, { shape }) => tuple((shape ?? []).map(int)),
  ndim: (_recorder, { shape }) => int(shape?.length ?? 0),
  size: (_recorder, { shape }) => int(sizeOf(shape ?? [])),
  itemsize: (_recorder, { dtype }) => int(bitsOf(dtype) / 8),
  nbytes: (_recorder, { dtype, shape }) => int((sizeOf(shape ?? []) * bitsOf(dtype)) / 8),
  T: (recorder, self) => {
    const axes = [...(self.shape ?? []).keys()].reverse();
    return viewOf(recorder, self, { op: 'permute', attributes: { axes } }).value;
  },
  real: (_recorder, self) => self.value,
};

/** x[::-1] turns the axis round before the rest of the key is looked at. */
function turned(recorder: Recorder, self: TensorValue, key: Value): { array: TensorValue; key: Value } {
  const parts = key.kind === 'tuple' ? key.items : [key];
  const dots = parts.findIndex(({ kind }) => kind === 'ellipsis');
  const whole: Value = { kind: 'slice', start: none, stop: none, step: none };
  const backwards = (part: Value): boolean =>
    part.kind === 'slice' &&
    part.start.kind === 'none' &&
    part.stop.kind === 'none' &&
    part.step.kind === 'int' &&
    Number(part.step.value) === -1;
  const axes = parts.flatMap((part, place) =>
    backwards(part) ? [dots !== -1 && place > dots ? place - parts.length : place] : [],
  );
  if (axes.length === 0) return { array: self, key };
  const array = recorder.apply({ op: 'flip', attributes: { axes } }, [self], { flavour: numpyFlavour });
  const items = parts.map((part) => (backwards(part) ? whole : part));
  return { array, key: { kind: 'tuple', items } };
}

/** Samples of data without numbers that a loop sees. */
const mostSamples = 64;

const behaviour: TensorBehaviour = {
  ...shared,
  getAttribute: (self, machine, name) =>
    Object.hasOwn(properties, name) ? properties[name]?.(recorderOf(machine), self) : undefined,
  setAttribute: () => false,
  binary: (self, machine, operator, other, reflected) => {
    const value = operand(machine, other);
    const matrix = operator === 'MatMult' && value && tensorIn(value);
    if (value && operator !== 'MatMult') checkShapes(machine, self, tensorIn(value));
    if (!matrix) return value && shared.binary(self, machine, operator, value, reflected);
    return (
      reflected ? product(recorderOf(machine), matrix, self) : product(recorderOf(machine), self, matrix)
    ).value;
  },
  inPlace: (self, machine, operator, other) => {
    const value = operand(machine, other);
    const result = value && shared.binary(self, machine, operator, value, false);
    const tensor = result && tensorIn(result);
    if (!tensor) return undefined;
    assign(recorderOf(machine), self, tensor);
    return self.value;
  },
  unary: (self, machine, operator) => {
    if (operator === 'UAdd') return self.value;
    const op = operator === 'USub' ? 'negate' : 'not';
    return recorderOf(machine).apply({ op, attributes: {} }, [self], { flavour: numpyFlavour }).value;
  },
  compare: (self, machine, comparison, other) => {
    const value = operand(machine, other);
    return value && shared.compare(self, machine, comparison, value);
  },
  getItem: (self, machine, key) => {
    const recorder = recorderOf(machine);
    const { array, key: rest } = turned(recorder, self, key);
    return getItem(recorder, array, rest).value;
  },
  setItem: (self, machine, key, value) => {
    const recorder = recorderOf(machine);
    const given = tensorIn(value) ?? tensorOfNested(recorder, value, numpyFlavour, self.dtype);
    setItem(recorder, self, key, given);
  },
  iterate: (self, machine) => {
    const recorder = recorderOf(machine);
    const rows = self.shape?.[0];
    const isData = self.content.kind === 'placeholder';
    if (rows === undefined && isData)
      throw new Encountered(machine.unknown('data', 'What a sample of the data holds is not known.'));
    if (rows === undefined || rows <= mostSamples || !isData) return shared.iterate(self, machine);
    // Samples without numbers are all alike: a program that goes through them learns no more from the rest.
    const slice = { op: 'slice', attributes: { axis: 0, start: 0, end: mostSamples, step: 1 } } as const;
    return shared.iterate(recorder.apply(slice, [self], { flavour: numpyFlavour }), machine);
  },
  truth: (self, machine) => {
    const number = single(
      self,
      machine,
      'ValueError',
      'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    );
    if (number.kind === 'unknown') return number;
    return bool('value' in number && Number(number.value) !== 0);
  },
  length: (self, machine) => {
    if (self.shape?.length === 0) throw fail(machine, 'TypeError', 'len() of unsized object');
    return int(self.shape?.[0] ?? 0);
  },
  toNumber: (self, machine) =>
    single(self, machine, 'TypeError', 'only 0-dimensional arrays can be converted to Python scalars'),
  repr: (self, machine) => {
    const nested = nestedOf(recorderOf(machine), self);
    if (nested.kind === 'unknown') return `array(..., shape=(${(self.shape ?? []).join(', ')}))`;
    const text = machine.call(machine.getAttribute(machine.builtins, 'repr'), [nested]);
    return text.kind === 'str'
      ? self.shape?.length === 0
        ? text.value
        : `array(${text.value})`
      : 'array(...)';
  },
};

/** NumPy's arrays. */
export const numpyFlavour: Flavour = { type: ndarrayClass, behaviour, usualFloat: 'float64' };
