/** torch.float32 and its kin, torch.device, and how arguments name them. */
import { builtinClasses, nativeClass } from '../../python/values/classes';
import { bool, str } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { dtypeValues } from '../../tensors/dtypeValues';
import { isFloating, type DtypeName } from '../../tensors/elementTypes';

/** torch.dtype. */
export const dtypeClass = nativeClass('dtype', [builtinClasses.object]);
dtypeClass.attributes.set('__module__', str('torch'));

const values = dtypeValues(dtypeClass, (name) => ({
  repr: `torch.${name}`,
  key: `torch.${name}`,
  attribute: (attribute) => {
    if (attribute === 'is_floating_point') return bool(isFloating(name));
    return attribute === 'is_complex' ? bool(false) : undefined;
  },
}));

/** torch.float32 as a value of the program. */
export const dtypeValue = values.value;

/** The type that a value names; undefined where it names none. */
export function dtypeIn(value: Value): DtypeName | undefined {
  if (value.kind === 'host') return values.nameOf(value);
  if (value === builtinClasses.float) return 'float64';
  if (value === builtinClasses.int) return 'int64';
  return value === builtinClasses.bool ? 'bool' : undefined;
}

/** Other names of types in torch. */
export const dtypeAliases: Readonly<Record<string, DtypeName>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  short: 'int16',
  int: 'int32',
  long: 'int64',
};

export { cpu, deviceClass } from './devices';
