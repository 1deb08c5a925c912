/** The names that PyTorch's messages have for element types. */
import type { DtypeName } from '../../tensors/elementTypes';

const typeWords: Readonly<Record<DtypeName, string>> = {
  bool: 'Bool',
  uint8: 'Byte',
  int8: 'Char',
  int16: 'Short',
  int32: 'Int',
  int64: 'Long',
  float16: 'Half',
  bfloat16: 'BFloat16',
  float32: 'Float',
  float64: 'Double',
};

/** An element type in PyTorch's messages. */
export function typeWord(dtype: DtypeName): string {
  return typeWords[dtype];
}
