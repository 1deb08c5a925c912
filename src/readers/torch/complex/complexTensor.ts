/** What complex tensors of torch are to Python: their operators, attributes and parts of them; what is not understood is a grey node. */
import type { BinaryOperator, Comparison, UnaryOperator } from '../../python/parse/syntax';
import { lookup } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { none, openBuiltin } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { ClassValue, Value } from '../../python/values/value';
import { cast, operandOf, plainCall, tensorOf, type Operand } from '../../tensors/arithmetic';
import { complexIn, ComplexTensor, seeAsComplex } from '../../tensors/complexTensor';
import { promoted } from '../../tensors/elementTypes';
import { getItem, setItem } from '../../tensors/indexing';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { assign, viewOf, viewsOf } from '../../tensors/views';
import { on } from '../functions/folding';
import { matrixProduct, mixedTypes, type Factor } from '../functions/matrixProduct';
import { hasName } from '../names';
import { complexDtypeValue } from '../values/dtypes';
import { tensorClass, torchFlavour } from '../values/flavour';
import { detached, tensorProperty } from '../values/properties';
import { typeWords } from '../values/typeWords';
import {
  added,
  compared,
  divided,
  multiplied,
  withImaginary,
  type ComplexParts,
  type Parts,
} from './arithmetic';

/** Attributes that are those of the real part. */
const ofRealPart: ReadonlySet<string> = new Set(
  'shape ndim device layout is_cpu is_cuda is_meta is_mps is_sparse is_quantized grad grad_fn'.split(' '),
);

/** Attributes that are those of what holds both parts. */
const ofPairs: ReadonlySet<string> = new Set(['is_leaf', 'requires_grad']);

/** A complex tensor of torch. */
export class TorchComplex extends ComplexTensor {
  readonly type: ClassValue;
  private readonly attributes = new Map<string, Value>();

  constructor({ real, imaginary }: ComplexParts, pairs: TensorValue | null = null, type = tensorClass) {
    super(real, imaginary, pairs);
    this.type = type;
  }

  /** Pairs on the last axis as complex numbers that share them: of a parameter a complex parameter. */
  static ofPairs(recorder: Recorder, pairs: TensorValue, type = tensorClass): TorchComplex {
    const [real, imaginary] = ([0, 1] as const).map((index) =>
      viewOf(recorder, pairs, { op: 'select', attributes: { axis: -1, index } }),
    );
    if (!real || !imaginary) throw new RangeError('there are two parts');
    const complex = new TorchComplex({ real, imaginary }, pairs, type);
    if (type !== tensorClass) seeAsComplex(pairs, complex);
    return complex;
  }

  getAttribute(machine: Machine, name: string): Value | undefined {
    const recorder = recorderOf(machine);
    const set = this.attributes.get(name);
    if (set) return set;
    if (ofRealPart.has(name)) return tensorProperty(recorder, this.real, name);
    if (ofPairs.has(name)) return tensorProperty(recorder, this.pairs ?? this.real, name);
    switch (name) {
      case 'real':
        return this.real.value;
      case 'imag':
        return this.imaginary.value;
      case 'dtype':
        return complexDtypeValue(this.real.dtype);
      case 'data':
        return this.mapped((part) => detached(recorder, part));
      case 'T':
      case 'mT':
        return this.mapped((part) => propertyTensor(recorder, part, name));
      case 'H':
      case 'mH': {
        const imaginary = on(recorder, plainCall('negate'), propertyTensor(recorder, this.imaginary, name));
        return complexValue({ real: propertyTensor(recorder, this.real, name), imaginary });
      }
      default:
        return hasName('torch.Tensor', name) && !lookup(this.type, name)
          ? openBuiltin(name, (on) => grey(on, this, `Tensor.${name}`))
          : undefined;
    }
  }

  setAttribute(machine: Machine, name: string, value: Value): boolean {
    if (name === 'data') {
      const given = tensorsOf(recorderOf(machine), value);
      if (given) this.assign(recorderOf(machine), given);
      return true;
    }
    if (name === 'requires_grad') return (this.pairs ?? this.real).setAttribute(machine, name, value);
    this.attributes.set(name, value);
    return true;
  }

  binary(machine: Machine, operator: BinaryOperator, other: Value, reflected: boolean): Value | undefined {
    const given = partsOf(other);
    if (!given) return undefined;
    const [a, b] = reflected ? [given, this] : [this, given];
    const found = complexBinary(recorderOf(machine), operator, a, b);
    return found ? complexValue(found) : grey(machine, this, words[operator] ?? operator);
  }

  inPlace(machine: Machine, operator: BinaryOperator, other: Value): Value | undefined {
    const result = this.binary(machine, operator, other, false);
    const complex = result && complexIn(result);
    if (!complex) return result;
    this.assign(recorderOf(machine), complex);
    return this.value;
  }

  unary(machine: Machine, operator: Exclude<UnaryOperator, 'Not'>): Value | undefined {
    if (operator === 'UAdd') return this.value;
    if (operator !== 'USub') return grey(machine, this, '~');
    return this.mapped((part) => on(recorderOf(machine), plainCall('negate'), part));
  }

  compare(machine: Machine, comparison: Comparison, other: Value): Value | undefined {
    const given = partsOf(other);
    if (!given) return undefined;
    const name = comparison === 'Eq' ? 'equal' : comparison === 'NotEq' ? 'not-equal' : null;
    return name ? compared(recorderOf(machine), name, this, given).value : grey(machine, this, comparison);
  }

  getItem(machine: Machine, key: Value): Value {
    return this.mapped((part) => getItem(recorderOf(machine), part, key));
  }

  setItem(machine: Machine, key: Value, value: Value): void {
    const recorder = recorderOf(machine);
    const given = tensorsOf(recorder, value);
    if (!given) throw fail(machine, 'TypeError', "can't assign this to a complex tensor");
    setItem(recorder, this.real, key, given.real);
    setItem(recorder, this.imaginary, key, given.imaginary);
  }

  iterate(machine: Machine): { next(): Value | undefined } {
    if (this.real.shape?.length === 0) throw fail(machine, 'TypeError', 'iteration over a 0-d tensor');
    const [reals = [], others = []] = [this.real, this.imaginary].map((part) =>
      viewsOf(recorderOf(machine), part, { op: 'unbind', attributes: { axis: 0 } }),
    );
    let next = 0;
    return {
      next: () => {
        const [real, imaginary] = [reals[next], others[next]];
        next += 1;
        return real && imaginary && complexValue({ real, imaginary });
      },
    };
  }

  contains(machine: Machine): Value {
    return refuse(machine, 'in');
  }

  truth(machine: Machine): Value {
    return refuse(machine, 'bool');
  }

  length(machine: Machine): Value {
    return this.real.length(machine);
  }

  toNumber(machine: Machine): Value {
    return refuse(machine, 'item');
  }

  repr(machine: Machine): string {
    return `torch.complex(${this.real.repr(machine)}, ${this.imaginary.repr(machine)})`;
  }

  format(machine: Machine): string {
    return this.repr(machine);
  }

  copy(machine: Machine, deep: boolean): Value {
    const pairs = this.pairs && tensorIn(this.pairs.copy(machine, deep));
    if (pairs) return TorchComplex.ofPairs(recorderOf(machine), pairs, this.type).value;
    const [real, imaginary] = [this.real, this.imaginary].map((part) => tensorIn(part.copy(machine, deep)));
    return real && imaginary ? complexValue({ real, imaginary }) : none;
  }

  /** The same function of both parts. */
  mapped(run: (part: TensorValue) => TensorValue): Value {
    return complexValue({ real: run(this.real), imaginary: run(this.imaginary) });
  }

  /** Puts other numbers into both parts. */
  assign(recorder: Recorder, { real, imaginary }: ComplexParts): void {
    assign(recorder, this.real, real);
    assign(recorder, this.imaginary, imaginary);
  }
}

/** Two parts as a value of the program. */
export function complexValue(parts: ComplexParts): Value {
  return new TorchComplex(parts).value;
}

/** A torch tensor of complex numbers; undefined for all else. */
export function torchComplexIn(value: Value): TorchComplex | undefined {
  const complex = complexIn(value);
  return complex instanceof TorchComplex ? complex : undefined;
}

/** The tensor that a module keeps as a buffer: of a complex one its pairs. */
export function bufferIn(recorder: Recorder, value: Value): TensorValue | undefined {
  const complex = complexIn(value);
  if (!complex) return tensorIn(value);
  const call = { op: 'stack', attributes: { axis: -1 } } as const;
  const pairs = recorder.apply(call, [complex.real, complex.imaginary], { flavour: torchFlavour });
  seeAsComplex(pairs, TorchComplex.ofPairs(recorder, pairs));
  return pairs;
}

/** A complex or real tensor or a number as an operand; undefined for all else. */
export function partsOf(value: Value): Parts | undefined {
  const complex = complexIn(value);
  if (complex) return complex;
  const real: Operand | undefined = operandOf(value);
  return real && { real, imaginary: null };
}

/** The same as tensors of both parts. */
export function tensorsOf(recorder: Recorder, value: Value): ComplexParts | undefined {
  const complex = complexIn(value);
  if (complex) return complex;
  const real = operandOf(value);
  return real && withImaginary(recorder, tensorOf(recorder, real, torchFlavour.usualFloat, torchFlavour));
}

/** Says that something is not understood of complex numbers: whoever called makes a grey node of it. */
export function refuse(machine: Machine, name: string): never {
  throw new Encountered(
    machine.unknown('unsupported', `${name} of complex numbers is not understood yet.`, name),
  );
}

/** A grey node of both parts. */
function grey(machine: Machine, self: ComplexTensor, name: string): Value {
  const cause = machine.unknown('unsupported', `${name} of complex numbers is not understood yet.`, name);
  return recorderOf(machine).opaque(cause, [self.real, self.imaginary], torchFlavour).value;
}

function propertyTensor(recorder: Recorder, part: TensorValue, name: string): TensorValue {
  const value = tensorProperty(recorder, part, name);
  return (value && tensorIn(value)) ?? part;
}

const words: Partial<Readonly<Record<BinaryOperator, string>>> = { Mod: '%', FloorDiv: '//', Pow: '**' };

/** What an operator gives of complex numbers; null where it is not understood. */
export function complexBinary(
  recorder: Recorder,
  operator: BinaryOperator,
  a: Parts,
  b: Parts,
): ComplexParts | null {
  return operators[operator]?.(recorder, a, b) ?? null;
}

const operators: Partial<
  Readonly<Record<BinaryOperator, (recorder: Recorder, a: Parts, b: Parts) => ComplexParts | null>>
> = {
  Add: (recorder, a, b) => added(recorder, 'add', a, b),
  Sub: (recorder, a, b) => added(recorder, 'subtract', a, b),
  Mult: (recorder, a, b) => multiplied(recorder, a, b),
  Div: divided,
  MatMult: complexProduct,
  Pow: power,
};

/** A factor of a product in PyTorch's messages; `rank` where it is not its own. */
function factor({ real, imaginary }: Parts, rank?: number): Factor | null {
  if (!('content' in real)) return null;
  const [cpp, scalar] = typeWords[real.dtype];
  return {
    rank: rank ?? real.shape?.length ?? 2,
    words: imaginary ? [`c10::complex<${cpp}>`, `Complex${scalar}`] : [cpp, scalar],
  };
}

/** Raises PyTorch's RuntimeError where one factor is complex and the other real. */
export function checkFactors({ machine }: Recorder, a: Parts, b: Parts, rank?: number): void {
  const [left, right] = [factor(a, rank), factor(b, rank)];
  if (!left || !right || (a.imaginary === null) === (b.imaginary === null)) return;
  throw fail(machine, 'RuntimeError', mixedTypes(left, right));
}

/** a @ b. */
export function complexProduct(recorder: Recorder, a: Parts, b: Parts): ComplexParts {
  checkFactors(recorder, a, b);
  return multiplied(recorder, a, b, (one, other) => {
    if (!('content' in one) || !('content' in other)) return refuse(recorder.machine, '@ with a number');
    const dtype = promoted(one.dtype, other.dtype);
    return matrixProduct(recorder, cast(recorder, one, dtype), cast(recorder, other, dtype));
  });
}

/** Small whole powers, as products. */
function power(recorder: Recorder, base: Parts, { real, imaginary }: Parts): ComplexParts | null {
  if (imaginary || 'content' in real || !base.imaginary) return null;
  if (!('content' in base.real) || !('content' in base.imaginary)) return null;
  const { value } = real;
  if (!Number.isInteger(value) || value < 1 || value > 8) return null;
  const own: ComplexParts = { real: base.real, imaginary: base.imaginary };
  let product = own;
  for (let count = 1; count < value; count += 1) product = multiplied(recorder, product, own);
  return product;
}
