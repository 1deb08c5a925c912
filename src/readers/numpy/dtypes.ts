/** np.float32 and its kin: types of arrays, and functions that make a number of that type. */
import { builtinClasses, nativeClass } from '../python/values/classes';
import { int, none, str } from '../python/values/make';
import type { HostValue, Value } from '../python/values/value';
import { bitsOf, dtypes, isFloating, type DtypeName } from '../tensors/elementTypes';
import { operandOf } from '../tensors/arithmetic';
import { recorderOf } from '../tensors/recorder';
import { numpyFlavour } from './flavour';

/** np.dtype. */
export const dtypeClass = nativeClass('dtype', [builtinClasses.object]);

const values = new Map<DtypeName, HostValue>();
const names = new Map<unknown, DtypeName>();

for (const name of Object.keys(dtypes) as DtypeName[]) {
  // the keys of a constant object are exactly its names
  const value: HostValue = {
    kind: 'host',
    host: {
      type: dtypeClass,
      repr: () => `dtype('${name}')`,
      hashKey: () => `numpy ${name}`,
      getAttribute: (_machine, attribute) => {
        if (attribute === 'name' || attribute === '__name__') return str(name);
        if (attribute === 'kind') return str(name === 'bool' ? 'b' : isFloating(name) ? 'f' : 'i');
        return attribute === 'itemsize' ? int(bitsOf(name) / 8) : undefined;
      },
      call: (machine, [number = int(0)]) => {
        const operand = operandOf(number);
        const recorder = recorderOf(machine);
        if (operand && !('content' in operand)) {
          return recorder.constant(numpyFlavour, name, [], [operand.value]).value;
        }
        return number;
      },
    },
  };
  values.set(name, value);
  names.set(value.host, name);
}

/** np.float32 as a value of the program. */
export function dtypeValue(name: DtypeName): Value {
  return values.get(name) ?? none;
}

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
  if (value?.kind === 'host') return names.get(value.host);
  if (value?.kind === 'class') return classes.get(value);
  if (value?.kind !== 'str') return undefined;
  return value.value in dtypes ? (value.value as DtypeName) : dtypeAliases[value.value]; // just looked up
}
