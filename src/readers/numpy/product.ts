/** Products of arrays, of floats and of whole numbers. */
import { cast } from '../tensors/arithmetic';
import { isFloating } from '../tensors/elementTypes';
import type { Recorder } from '../tensors/recorder';
import type { TensorValue } from '../tensors/tensorValue';
import { matrixProduct } from '../torch/functions/matrixProduct';

/** a @ b; whole numbers give whole numbers. */
export function product(recorder: Recorder, a: TensorValue, b: TensorValue): TensorValue {
  const whole = !isFloating(a.dtype) && !isFloating(b.dtype);
  const found = matrixProduct(recorder, cast(recorder, a, 'float64'), cast(recorder, b, 'float64'));
  return whole ? cast(recorder, found, 'int64') : found;
}
