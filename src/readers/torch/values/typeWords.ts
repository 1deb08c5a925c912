/** The names that PyTorch's messages have for element types. */
import type { DtypeName } from '../../tensors/elementTypes';

/** How C++ calls an element type, and how PyTorch's scalar types are called. */
export const typeWords: Readonly<Record<DtypeName, readonly [cpp: string, scalar: string]>> = {
  bool: ['bool', 'Bool'],
  uint8: ['unsigned char', 'Byte'],
  int8: ['signed char', 'Char'],
  int16: ['short int', 'Short'],
  int32: ['int', 'Int'],
  int64: ['long int', 'Long'],
  float16: ['c10::Half', 'Half'],
  bfloat16: ['c10::BFloat16', 'BFloat16'],
  float32: ['float', 'Float'],
  float64: ['double', 'Double'],
};

/** An element type in PyTorch's messages. */
export function typeWord(dtype: DtypeName): string {
  return typeWords[dtype][1];
}
