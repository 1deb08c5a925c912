/** Element types: Keras names them by words, and TensorFlow's objects for them are the same words here. */
import { unwrap } from '../../python/values/classes';
import type { Value } from '../../python/values/value';
import { dtypeIn as arrayType } from '../../numpy/dtypes';
import type { DtypeName } from '../../tensors/elementTypes';

/** The type that an argument names: 'float32', tf.float32, np.float32, float; undefined where it names none. */
export function dtypeIn(value: Value | undefined): DtypeName | undefined {
  const plain = value && unwrap(value);
  return plain?.kind === 'str' ? arrayType({ ...plain, value: plain.value.toLowerCase() }) : arrayType(plain);
}
