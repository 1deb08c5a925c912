/** What a torch tensor is to Python: its class, its operators, and the words of its errors. */
import { fail } from '../../python/values/exceptions';
import { declareOwnMethods } from '../../python/evaluate/special';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { bool, int, none } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import type { BinaryOperator, Comparison } from '../../python/parse/syntax';
import type { Value } from '../../python/values/value';
import type { OpCall } from '../../../ops/table';
import { operandOf, pair, tensorOf, type PairName } from '../../tensors/arithmetic';
import { isFloating } from '../../tensors/elementTypes';
import { getItem, setItem } from '../../tensors/indexing';
import { numberValue, tensorOfNested } from '../../tensors/nested';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, type Flavour, type TensorBehaviour, type TensorValue } from '../../tensors/tensorValue';
import { assign, viewsOf } from '../../tensors/views';
import { matrixProduct } from '../functions/matrixProduct';
import { tensorProperty } from './properties';
import { tensorText } from './tensorText';
import { typeWord } from './typeWords';

/** torch.Tensor; its methods are put in by the table of functions. */
export const tensorClass = nativeClass('Tensor', [builtinClasses.object]);
declareOwnMethods(tensorClass);

const pairs: Partial<Readonly<Record<BinaryOperator, PairName>>> = {
  Add: 'add',
  Sub: 'subtract',
  Mult: 'multiply',
  Div: 'divide',
  FloorDiv: 'floor-divide',
  Mod: 'remainder',
  Pow: 'power',
  BitAnd: 'and',
  BitOr: 'or',
  BitXor: 'xor',
};

const comparisons: Partial<Readonly<Record<Comparison, PairName>>> = {
  Eq: 'equal',
  NotEq: 'not-equal',
  Lt: 'less',
  LtE: 'less-equal',
  Gt: 'greater',
  GtE: 'greater-equal',
};

function binary(
  self: TensorValue,
  machine: Machine,
  operator: BinaryOperator,
  other: Value,
  reflected: boolean,
): Value | undefined {
  const recorder = recorderOf(machine);
  const operand = operandOf(other);
  if (operand === undefined) return undefined;
  if (operator === 'MatMult') {
    const right = tensorIn(other);
    return right && matrixProduct(recorder, self, right).value;
  }
  if (operator === 'LShift' || operator === 'RShift') {
    const power = pair(
      recorder,
      'power',
      { kind: 'int', value: 2 },
      reflected ? self : tensorOf(recorder, operand, self.dtype, torchFlavour),
    );
    const [left, right] = reflected ? [operand, power] : [self, power];
    return pair(recorder, operator === 'LShift' ? 'multiply' : 'floor-divide', left, right).value;
  }
  const name = pairs[operator];
  if (!name) return undefined;
  return (reflected ? pair(recorder, name, operand, self) : pair(recorder, name, self, operand)).value;
}

/** A single known number; an unknown where it depends on data, an exception with these words where it is no single one. */
export function single(
  self: TensorValue,
  machine: Machine,
  exception: 'RuntimeError' | 'ValueError',
  words: string,
): Value {
  if (self.shape === null || self.content.kind === 'opaque') {
    return machine.unknown('data', 'It depends on an operation that is not understood.');
  }
  if (self.shape.some((size) => size !== 1)) throw fail(machine, exception, words);
  const known = recorderOf(machine).known(self);
  if (!known) return machine.unknown('data', 'It depends on the values of inputs or parameters.');
  return numberValue(known.data[0] ?? NaN, self.dtype);
}

/** Puts a result into a tensor in place. Raises PyTorch's errors where it is too large or of a higher kind. */
export function putInPlace(recorder: Recorder, target: TensorValue, result: TensorValue): void {
  const { machine } = recorder;
  if (target.shape && result.shape && result.shape.join() !== target.shape.join()) {
    const [own, wide] = [target.shape, result.shape].map((shape) => shape.join(', '));
    const message = `output with shape [${own ?? ''}] doesn't match the broadcast shape [${wide ?? ''}]`;
    throw fail(machine, 'RuntimeError', message);
  }
  if (isFloating(result.dtype) && !isFloating(target.dtype) && result.shape) {
    const message = `result type ${typeWord(result.dtype)} can't be cast to the desired output type ${typeWord(target.dtype)}`;
    throw fail(machine, 'RuntimeError', message);
  }
  assign(recorder, target, result);
}

const behaviour: TensorBehaviour = {
  getAttribute: (self, machine, name) => tensorProperty(recorderOf(machine), self, name),
  setAttribute: (self, machine, name, value) => {
    if (name === 'data') {
      const tensor = tensorIn(value);
      if (tensor) assign(recorderOf(machine), self, tensor);
      return true;
    }
    if (name !== 'requires_grad') return false;
    if (self.content.kind === 'parameter' && value.kind === 'bool') {
      self.content.parameter.requiresGrad = value.value;
    }
    self.differentiable = value.kind === 'bool' && value.value;
    return true;
  },
  binary,
  inPlace: (self, machine, operator, other) => {
    const result = binary(self, machine, operator, other, false);
    const tensor = result && tensorIn(result);
    if (!tensor) return undefined;
    putInPlace(recorderOf(machine), self, tensor);
    return self.value;
  },
  unary: (self, machine, operator) => {
    if (operator === 'UAdd') return self.value;
    const plain = operator === 'USub' ? isFloating(self.dtype) : self.dtype === 'bool';
    const [op, shift] = operator === 'USub' ? (['negate', 0] as const) : (['not', -1] as const);
    // -x and ~x = -x - 1 of whole numbers.
    const call: OpCall = plain ? { op, attributes: {} } : { op: 'affine', attributes: { scale: -1, shift } };
    return recorderOf(machine).apply(call, [self], { flavour: torchFlavour, dtype: self.dtype }).value;
  },
  compare: (self, machine, comparison, other) => {
    const name = comparisons[comparison];
    const operand = operandOf(other);
    return name && operand !== undefined ? pair(recorderOf(machine), name, self, operand).value : undefined;
  },
  getItem: (self, machine, key) => getItem(recorderOf(machine), self, key).value,
  setItem: (self, machine, key, value) => {
    const recorder = recorderOf(machine);
    const tensor = tensorIn(value) ?? tensorOfNested(recorder, value, torchFlavour, self.dtype);
    setItem(recorder, self, key, tensor);
  },
  iterate: (self, machine) => {
    if (self.shape?.length === 0) throw fail(machine, 'TypeError', 'iteration over a 0-d tensor');
    const rows = viewsOf(recorderOf(machine), self, { op: 'unbind', attributes: { axis: 0 } });
    let next = 0;
    return { next: () => rows[next++]?.value };
  },
  contains: (self, machine, item) => {
    const known = recorderOf(machine).known(self);
    const operand = operandOf(item);
    if (!known || operand === undefined || 'content' in operand) {
      return machine.unknown('data', 'It depends on the values of inputs or parameters.');
    }
    return bool(Array.from(known.data).includes(operand.value));
  },
  truth: (self, machine) => {
    const number = single(
      self,
      machine,
      'RuntimeError',
      'Boolean value of Tensor with more than one value is ambiguous',
    );
    return number.kind === 'unknown' ? number : bool(truthOf(number));
  },
  length: (self, machine) => {
    if (self.shape === null) return machine.unknown('data', 'Its shape is not known.');
    if (self.shape.length === 0) throw fail(machine, 'TypeError', 'len() of a 0-d tensor');
    return int(self.shape[0] ?? 0);
  },
  toNumber: (self, machine) =>
    single(self, machine, 'ValueError', 'only one element tensors can be converted to Python scalars'),
  repr: (self, machine) => tensorText(recorderOf(machine), self),
  format: (self, machine, specification) => {
    const number = self.shape?.length === 0 ? single(self, machine, 'ValueError', '') : none;
    if (number.kind === 'unknown' || number.kind === 'none') return behaviour.repr(self, machine);
    const formatted = machine.call(machine.getAttribute(machine.builtins, 'format'), [
      number,
      { kind: 'str', value: specification },
    ]);
    return formatted.kind === 'str' ? formatted.value : '';
  },
  copy: (self, machine) => {
    const recorder = recorderOf(machine);
    recorder.refresh(self);
    const { type, shape, dtype, content, differentiable, flavour } = self;
    const copied =
      content.kind === 'parameter'
        ? { kind: 'parameter' as const, parameter: { ...content.parameter } }
        : content;
    return recorder.make({ flavour, type, shape, dtype, content: copied, differentiable }).value;
  },
};

function truthOf(value: Value): boolean {
  return (
    (value.kind === 'bool' && value.value) ||
    ((value.kind === 'int' || value.kind === 'float') && value.value !== 0)
  );
}

/** Torch's tensors. */
export const torchFlavour: Flavour = { type: tensorClass, behaviour, usualFloat: 'float32' };

export { sizeClass, sizeValue } from './size';
