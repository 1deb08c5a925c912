/** Tensors made of sizes and one number, and of numbers that the program has. */
import { nativeClass } from '../../python/values/classes';
import { native } from '../../python/builtins/native';
import { none, tuple } from '../../python/values/make';
import type { ClassValue, Value } from '../../python/values/value';
import { cast } from '../../tensors/arithmetic';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';
import { tensorOfNested } from '../../tensors/nested';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { inFlavour, tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { sizesOf, tensorArgument } from '../values/arguments';
import { number } from '../../tensors/arguments';
import { defaultDtype } from '../values/defaultDtype';
import { dtypeIn } from '../values/dtypes';
import { tensorClass, torchFlavour } from '../values/flavour';
import { detached } from '../values/properties';
import { withShape } from '../../tensors/shaped';
import { asLeaf, filled, makingTail, newDtype, newSizes } from './made';
import { torchFunction, type TorchFunction } from './row';

const flavour = torchFlavour;

/** The numbers of the program as a tensor, whatever holds them. */
function tensorFrom(recorder: Recorder, data: Value, dtype: Value): TensorValue {
  const asked = dtypeIn(dtype);
  const given = tensorIn(data);
  if (given) {
    const same = inFlavour(detached(recorder, given), flavour);
    return asked ? cast(recorder, same, asked) : same;
  }
  const tensor = tensorOfNested(recorder, data, flavour, asked);
  const usual = defaultDtype(recorder.machine);
  const isUsual = asked === undefined && tensor.dtype === flavour.usualFloat && usual !== tensor.dtype;
  return isUsual ? cast(recorder, tensor, usual) : tensor;
}

/** NAME(*size), all of one number. */
function ofOneNumber(name: string, value: number): TorchFunction {
  return torchFunction(
    name,
    `*sizes, out=None, ${makingTail}, memory_format=None, names=None, size=None`,
    ['torch'],
    (recorder, ...[, dtype = none, , , requiresGrad = none, , , , size = none, rest = none]) =>
      asLeaf(
        recorder,
        filled(recorder, newSizes(recorder, name, rest, size), value, newDtype(recorder, dtype)),
        requiresGrad,
      ),
  );
}

/** NAME_like(input) and input.new_NAME(*size). */
function likeOneNumber(name: string, value: number): readonly TorchFunction[] {
  return [
    torchFunction(
      `${name}_like`,
      `input, *, ${makingTail}, memory_format=None`,
      ['torch'],
      (recorder, input, dtype, _layout, _device, requiresGrad) => {
        const like = withShape(
          recorder,
          tensorArgument(recorder.machine, input, `${name}_like(): argument 'input' (position 1)`),
        );
        return asLeaf(
          recorder,
          filled(recorder, like.shape, value, dtypeIn(dtype) ?? like.dtype),
          requiresGrad,
        );
      },
    ),
    torchFunction(
      `new_${name}`,
      `input, *sizes, ${makingTail}, size=None`,
      ['method'],
      (recorder, ...[input = none, dtype = none, , , requiresGrad = none, , size = none, rest = none]) => {
        const own = tensorArgument(recorder.machine, input, `new_${name}()`);
        const sizes = newSizes(recorder, `new_${name}`, rest, size);
        return asLeaf(recorder, filled(recorder, sizes, value, dtypeIn(dtype) ?? own.dtype), requiresGrad);
      },
    ),
  ];
}

/** The element type that `full` takes from its number. */
function typeOfNumber(recorder: Recorder, value: Value): DtypeName {
  const given = tensorIn(value);
  if (given) return given.dtype;
  if (value.kind === 'bool') return 'bool';
  return value.kind === 'int' ? 'int64' : defaultDtype(recorder.machine);
}

const filling: readonly TorchFunction[] = [
  torchFunction(
    'full',
    `size, fill_value, *, out=None, ${makingTail}, names=None`,
    ['torch'],
    (recorder, ...[size = none, value = none, , dtype = none, , , requiresGrad = none]) => {
      const sizes = newSizes(recorder, 'full', size);
      const type = dtypeIn(dtype) ?? typeOfNumber(recorder, value);
      return asLeaf(recorder, filled(recorder, sizes, number(recorder.machine, value), type), requiresGrad);
    },
  ),
  torchFunction(
    'full_like',
    `input, fill_value, *, ${makingTail}, memory_format=None`,
    ['torch'],
    (recorder, ...[input = none, value = none, dtype = none, , , requiresGrad = none]) => {
      const like = withShape(
        recorder,
        tensorArgument(recorder.machine, input, "full_like(): argument 'input' (position 1)"),
      );
      const type = dtypeIn(dtype) ?? like.dtype;
      return asLeaf(
        recorder,
        filled(recorder, like.shape, number(recorder.machine, value), type),
        requiresGrad,
      );
    },
  ),
  torchFunction(
    'new_full',
    `input, size, fill_value, *, ${makingTail}`,
    ['method'],
    (recorder, ...[input = none, size = none, value = none, dtype = none, , , requiresGrad = none]) => {
      const own = tensorArgument(recorder.machine, input, 'new_full()');
      const sizes = newSizes(recorder, 'new_full', size);
      return asLeaf(
        recorder,
        filled(recorder, sizes, number(recorder.machine, value), dtypeIn(dtype) ?? own.dtype),
        requiresGrad,
      );
    },
  ),
];

const fromNumbers: readonly TorchFunction[] = [
  torchFunction(
    'tensor',
    'data, *, dtype=None, device=None, requires_grad=False, pin_memory=False',
    ['torch'],
    (recorder, data, dtype, _device, requiresGrad) =>
      asLeaf(recorder, tensorFrom(recorder, data, dtype), requiresGrad),
  ),
  torchFunction(
    'new_tensor',
    'input, data, *, dtype=None, device=None, requires_grad=False',
    ['method'],
    (recorder, input, data, dtype, _device, requiresGrad) => {
      const own = tensorArgument(recorder.machine, input, 'new_tensor()');
      const tensor = tensorFrom(recorder, data, dtype);
      return asLeaf(recorder, dtypeIn(dtype) ? tensor : cast(recorder, tensor, own.dtype), requiresGrad);
    },
  ),
  ...['as_tensor', 'asarray'].map((name) =>
    torchFunction(
      name,
      'data, dtype=None, device=None, copy=None, requires_grad=False',
      ['torch'],
      (recorder, data, dtype) => {
        const given = tensorIn(data);
        if (given?.flavour === flavour && (dtypeIn(dtype) ?? given.dtype) === given.dtype) return given.value;
        return tensorFrom(recorder, data, dtype).value;
      },
    ),
  ),
  torchFunction(
    'from_numpy',
    'ndarray',
    ['torch'],
    (recorder, data) => tensorFrom(recorder, data, data).value,
  ),
];

export const creationFunctions: readonly TorchFunction[] = [
  ofOneNumber('zeros', 0),
  ofOneNumber('ones', 1),
  ofOneNumber('empty', 0),
  ...likeOneNumber('zeros', 0),
  ...likeOneNumber('ones', 1),
  ...likeOneNumber('empty', 0),
  ...filling,
  ...fromNumbers,
  torchFunction('new', 'self, *data, device=None', ['method'], (recorder, self, _device, data = none) => {
    const { dtype } = tensorArgument(recorder.machine, self, 'new()');
    return constructed(recorder, data, dtype);
  }),
];

/** torch.Tensor(2, 3), torch.FloatTensor([1, 2]): sizes or numbers. */
function constructed(recorder: Recorder, rest: Value, dtype: DtypeName): Value {
  const items = rest.kind === 'tuple' ? rest.items : [];
  const [first] = items;
  const array = first && tensorIn(first);
  if (items.length === 1 && array) {
    const given = inFlavour(array, flavour);
    return (given.dtype === dtype ? given : cast(recorder, given, dtype)).value;
  }
  const isData =
    first !== undefined && items.length === 1 && (first.kind === 'list' || first.kind === 'tuple');
  if (isData) return tensorOfNested(recorder, first, flavour, dtype).value;
  const sizes =
    items.length === 0 ? [0] : sizesOf(recorder.machine, first?.kind === 'instance' ? first : tuple(items));
  return filled(recorder, sizes, 0, dtype).value;
}

const constructors: Readonly<Record<string, DtypeName>> = {
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  BFloat16Tensor: 'bfloat16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  ShortTensor: 'int16',
  CharTensor: 'int8',
  ByteTensor: 'uint8',
  BoolTensor: 'bool',
};

function constructor(cls: ClassValue, dtype: DtypeName | null): void {
  const make = native(
    `${cls.name}.__new__`,
    'cls, *data, device=None',
    (machine, _cls, _device, data = none) =>
      constructed(recorderOf(machine), data, dtype ?? defaultDtype(machine)),
    { binds: true, owner: cls.name },
  );
  cls.attributes.set('__new__', make);
}

constructor(tensorClass, null);

/** torch.FloatTensor and its kin. */
export const constructorClasses: readonly (readonly [string, Value])[] = Object.entries(constructors).map(
  ([name, dtype]) => {
    const cls = nativeClass(name, [tensorClass]);
    constructor(cls, dtype);
    return [name, cls] as const;
  },
);

/** The class that `x.type()` names. */
export function constructorOf(dtype: DtypeName): string {
  const [name] = Object.entries(constructors).find(([, own]) => own === dtype) ?? [
    isFloating(dtype) ? 'FloatTensor' : 'LongTensor',
  ];
  return `torch.${name}`;
}
