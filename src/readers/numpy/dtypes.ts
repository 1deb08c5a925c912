/** np.float32 and its kin: types of arrays, and functions that make a number of that type. */
import { builtinClasses, nativeClass } from '../python/values/classes';
import { int, str } from '../python/values/make';
import type { Value } from '../python/values/value';
import { dtypeValues } from '../tensors/dtypeValues';
import { dtypes, isFloating, type DtypeName } from '../tensors/elementTypes';
import { operandOf } from '../tensors/arithmetic';
import { recorderOf } from '../tensors/recorder';
import { numpyFlavour } from './flavour';

/** np.dtype. */
export const dtypeClass = nativeClass('dtype', [builtinClasses.object]);

const values = dtypeValues(dtypeClass, (name) => ({
  repr: `dtype('${name}')`,
  key: `numpy ${name}`,
  attribute: (attribute) => {
    if (attribute === 'name' || attribute === '__name__') return str(name);
    return attribute === 'kind' ? str(name === 'bool' ? 'b' : isFloating(name) ? 'f' : 'i') : undefined;
  },
  call: (machine, [number = int(0)]) => {
    const operand = operandOf(number);
    if (!operand || 'content' in operand) return number;
    return recorderOf(machine).constant(numpyFlavour, name, [], [operand.value]).value;
  },
}));

/** np.float32 as a value of the program. */
export const dtypeValue = values.value;

/** Other names of types. */
export const dtypeAliases: Readonly<Record<string, DtypeName>> = {
  bool_: 'bool',
  int_: 'int64',
  intp: 'int64',
  long: 'int64',
  uint16: 'int32',
  uint32: 'int64',
  uint64: 'int64',
  half: 'float16',
  single: 'float32',
  double: 'float64',
  float_: 'float64',
  int: 'int64',
  float: 'float64',
};

const classes = new Map<unknown, DtypeName>([
  [builtinClasses.float, 'float64'],
  [builtinClasses.int, 'int64'],
  [builtinClasses.bool, 'bool'],
]);

/** The type that an argument names: np.float32, 'float32', float; undefined where it names none. */
export function dtypeIn(value: Value | undefined): DtypeName | undefined {
  if (value?.kind === 'host') return values.nameOf(value);
  if (value?.kind === 'class') return classes.get(value);
  if (value?.kind !== 'str') return undefined;
  return value.value in dtypes ? (value.value as DtypeName) : dtypeAliases[value.value]; // just looked up
}
