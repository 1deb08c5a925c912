/** The element types of tensors in evaluated programs, and what arithmetic makes of two of them. */
import type { ElementType } from '../../tensor/tensor';

/** How the numbers of a type are computed here: all floats are the float type of the run, all whole numbers int32. */
export type Computed = 'float' | 'int32' | 'bool';

/** Every type by its name in PyTorch and NumPy, in the order of promotion within a kind. */
export const dtypes = {
  bool: { computed: 'bool', bits: 8 },
  uint8: { computed: 'int32', bits: 8 },
  int8: { computed: 'int32', bits: 8 },
  int16: { computed: 'int32', bits: 16 },
  int32: { computed: 'int32', bits: 32 },
  int64: { computed: 'int32', bits: 64 },
  float16: { computed: 'float', bits: 16 },
  bfloat16: { computed: 'float', bits: 16 },
  float32: { computed: 'float', bits: 32 },
  float64: { computed: 'float', bits: 64 },
} as const satisfies Record<string, { computed: Computed; bits: number }>;

/** The name of an element type. */
export type DtypeName = keyof typeof dtypes;

/** Whether gradients flow through numbers of this type. */
export function isFloating(dtype: DtypeName): boolean {
  return dtypes[dtype].computed === 'float';
}

/** The type of our own tensors that holds numbers of this type before a run. */
export function storedType(dtype: DtypeName): ElementType {
  const { computed } = dtypes[dtype];
  return computed === 'float' ? 'float64' : computed;
}

/** What two tensors give together (PyTorch's promotion: the wider of one kind, floats over whole numbers over masks). */
export function promoted(a: DtypeName, b: DtypeName): DtypeName {
  if (a === b) return a;
  const pair = new Set([a, b]);
  if (pair.has('uint8') && pair.has('int8')) return 'int16';
  if (pair.has('float16') && pair.has('bfloat16')) return 'float32';
  const order = Object.keys(dtypes) as DtypeName[]; // the keys of a constant object are exactly its names
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** What a tensor gives with a Python number: its own type, unless the number is of a higher kind. */
export function promotedByNumber(
  dtype: DtypeName,
  number: 'bool' | 'int' | 'float',
  usualFloat: DtypeName,
): DtypeName {
  const { computed } = dtypes[dtype];
  if (number === 'float' && computed !== 'float') return usualFloat;
  if (number === 'int' && computed === 'bool') return 'int64';
  return dtype;
}

/** The bits of an element, for `element_size` and `finfo`. */
export function bitsOf(dtype: DtypeName): number {
  return dtypes[dtype].bits;
}
