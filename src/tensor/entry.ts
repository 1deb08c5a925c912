/** What a file of tensors says of one of them, without its elements. */
import type { Shape } from './tensor';

/** One tensor as it is stored. */
export interface TensorEntry {
  readonly name: string;
  readonly shape: Shape;
  /** The element type in the words of people: float32, bfloat16, int64. */
  readonly type: string;
  /** Bytes that its elements take in the file. */
  readonly bytes: number;
}
