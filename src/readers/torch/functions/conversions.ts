/** Other element types and devices of a tensor, and what types there are. */
import { repr } from '../../python/evaluate/repr';
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import { bool, float, int, none, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { cast, operandOf } from '../../tensors/arithmetic';
import { bitsOf, isFloating, promoted, promotedByNumber, type DtypeName } from '../../tensors/elementTypes';
import { tensorIn } from '../../tensors/tensorValue';
import { defaultDtype, setDefaultDtype } from '../values/defaultDtype';
import { dtypeAliases, dtypeIn, dtypeValue } from '../values/dtypes';
import { constructorOf } from './creation';
import { inputOf } from './folding';
import { torchFunction, type TorchFunction } from './row';

/** The methods that name a type. */
const casts: Readonly<Record<string, DtypeName>> = {
  ...dtypeAliases,
  bool: 'bool',
  byte: 'uint8',
  char: 'int8',
  bfloat16: 'bfloat16',
};

/** The type that `x.type('torch.LongTensor')` and its kin ask for. */
function typeNamed(value: Value): DtypeName | undefined {
  const name = value.kind === 'str' ? value.value : value.kind === 'class' ? `torch.${value.name}` : null;
  if (name === null) return dtypeIn(value);
  const all: readonly DtypeName[] = [
    'float32',
    'float64',
    'float16',
    'bfloat16',
    'int64',
    'int32',
    'int16',
    'int8',
    'uint8',
    'bool',
  ];
  return all.find((dtype) => constructorOf(dtype) === name.replace('.cuda.', '.')) ?? dtypeIn(value);
}

const changing: readonly TorchFunction[] = [
  ...Object.entries(casts).map(([name, dtype]) =>
    torchFunction(
      name,
      'self, memory_format=None',
      ['method'],
      (recorder, self) => cast(recorder, inputOf(recorder, self, name), dtype).value,
    ),
  ),
  ...['cpu', 'cuda', 'xpu', 'mps', 'npu'].map((name) =>
    torchFunction(
      name,
      'self, device=None, non_blocking=False, memory_format=None',
      ['method'],
      (_recorder, self) => self,
    ),
  ),
  torchFunction(
    'to',
    'self, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None, other=None',
    ['method'],
    (recorder, ...[self = none, dtype = none, , , , , other = none, args = none]) => {
      const tensor = inputOf(recorder, self, 'to');
      const given = [dtype, other, ...(args.kind === 'tuple' ? args.items : [])];
      const [asked] = given.flatMap((value) => dtypeIn(value) ?? tensorIn(value)?.dtype ?? []);
      return asked ? cast(recorder, tensor, asked).value : self;
    },
  ),
  torchFunction('type', 'self, dtype=None, non_blocking=False', ['method'], (recorder, self, dtype) => {
    const tensor = inputOf(recorder, self, 'type');
    if (dtype.kind === 'none') return str(constructorOf(tensor.dtype));
    const asked = typeNamed(dtype);
    if (asked) return cast(recorder, tensor, asked).value;
    throw fail(recorder.machine, 'ValueError', `invalid type: ${repr(recorder.machine, dtype)}`);
  }),
  torchFunction(
    'type_as',
    'self, other',
    ['method'],
    (recorder, self, other) =>
      cast(recorder, inputOf(recorder, self, 'type_as'), inputOf(recorder, other, 'type_as').dtype).value,
  ),
];

const limits: Readonly<
  Partial<Record<DtypeName, { eps: number; max: number; tiny: number; resolution: number }>>
> = {
  float16: { eps: 2 ** -10, max: 65504, tiny: 2 ** -14, resolution: 1e-3 },
  bfloat16: { eps: 2 ** -7, max: 3.3895313892515355e38, tiny: 2 ** -126, resolution: 1e-2 },
  float32: { eps: 2 ** -23, max: 3.4028234663852886e38, tiny: 2 ** -126, resolution: 1e-6 },
  float64: { eps: 2 ** -52, max: Number.MAX_VALUE, tiny: 2 ** -1022, resolution: 1e-15 },
};

/** An object with attributes and nothing else. */
function record(name: string, attributes: Readonly<Record<string, Value>>): Value {
  const cls = nativeClass(name, [builtinClasses.object]);
  return {
    kind: 'instance',
    cls,
    attributes: new Map(Object.entries(attributes)),
    payload: null,
    origin: null,
  };
}

/** What two things give together; numbers give way to tensors. */
function together(a: Value, b: Value): DtypeName {
  const [left, right] = [tensorIn(a), tensorIn(b)];
  if (left && right) {
    const [scalar, other] = left.shape?.length === 0 ? [left, right] : [right, left];
    const mixed = scalar.shape?.length === 0 && (other.shape?.length ?? 0) > 0;
    return mixed && isFloating(other.dtype) === isFloating(scalar.dtype)
      ? other.dtype
      : promoted(left.dtype, right.dtype);
  }
  const [tensor, number] = left ? [left, operandOf(b)] : [right, operandOf(a)];
  if (tensor && number && !('content' in number))
    return promotedByNumber(tensor.dtype, number.kind, 'float32');
  return 'float32';
}

const types: readonly TorchFunction[] = [
  torchFunction('finfo', 'type=None', ['torch'], (recorder, type) => {
    const dtype = dtypeIn(type) ?? defaultDtype(recorder.machine);
    const found = limits[dtype];
    if (!found)
      throw fail(
        recorder.machine,
        'TypeError',
        `torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'`,
      );
    const { eps, max, tiny, resolution } = found;
    return record('finfo', {
      bits: int(bitsOf(dtype)),
      eps: float(eps),
      max: float(max),
      min: float(-max),
      tiny: float(tiny),
      smallest_normal: float(tiny),
      resolution: float(resolution),
      dtype: str(dtype),
    });
  }),
  torchFunction('iinfo', 'type', ['torch'], (recorder, type) => {
    const dtype = dtypeIn(type) ?? 'int64';
    if (isFloating(dtype))
      throw fail(
        recorder.machine,
        'TypeError',
        `torch.iinfo() requires an integer input type. Use torch.finfo to handle 'torch.iinfo'`,
      );
    const bits = BigInt(bitsOf(dtype));
    const signed = dtype !== 'uint8';
    const max = signed ? 2n ** (bits - 1n) - 1n : 2n ** bits - 1n;
    return record('iinfo', {
      bits: int(bits),
      max: int(max),
      min: int(signed ? -max - 1n : 0n),
      dtype: str(dtype),
    });
  }),
  torchFunction('promote_types', 'type1, type2', ['torch'], (_recorder, a, b) =>
    dtypeValue(promoted(dtypeIn(a) ?? 'float32', dtypeIn(b) ?? 'float32')),
  ),
  torchFunction('result_type', 'tensor1, tensor2', ['torch'], (_recorder, a, b) =>
    dtypeValue(together(a, b)),
  ),
  torchFunction('can_cast', 'from_, to', ['torch'], (_recorder, from, to) => {
    const rank = (value: Value): number => {
      const dtype = dtypeIn(value) ?? 'float32';
      return dtype === 'bool' ? 0 : isFloating(dtype) ? 2 : 1;
    };
    return bool(rank(from) <= rank(to));
  }),
  torchFunction('get_default_dtype', '', ['torch'], (recorder) => dtypeValue(defaultDtype(recorder.machine))),
  torchFunction('set_default_dtype', 'd', ['torch'], (recorder, dtype) => {
    setDefaultDtype(recorder.machine, dtypeIn(dtype));
    return { kind: 'none' };
  }),
  torchFunction('set_default_tensor_type', 't', ['torch'], (recorder, type) => {
    setDefaultDtype(recorder.machine, typeNamed(type));
    return { kind: 'none' };
  }),
];

export const conversionFunctions: readonly TorchFunction[] = [...changing, ...types];
