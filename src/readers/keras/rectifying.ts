/** Keras's rectifier with its three options. */
import { plainCall } from '../tensors/arithmetic';
import type { OpCall } from '../../ops/table';
import type { Recorder } from '../tensors/recorder';
import type { TensorValue } from '../tensors/tensorValue';
import { kerasFlavour } from './values/flavour';

/** What a rectifier is asked for beside its input. */
export interface RectifierOptions {
  /** The slope below the threshold. */
  readonly slope: number;
  /** Where it is cut off above; null: nowhere. */
  readonly most: number | null;
  readonly threshold: number;
}

/** x above the threshold, at most `most`; slope (x - threshold) below (keras.activations.relu). One op where one does it. */
export function rectified(
  recorder: Recorder,
  x: TensorValue,
  { slope, most, threshold }: RectifierOptions,
): TensorValue {
  const on = (call: OpCall, ...args: readonly TensorValue[]): TensorValue =>
    recorder.apply(call, args, { flavour: kerasFlavour });
  if (slope !== 0 && most === null && threshold === 0)
    return on({ op: 'leaky-relu', attributes: { slope } }, x);
  const above =
    threshold !== 0
      ? on({ op: 'threshold', attributes: { threshold, value: 0 } }, x)
      : on(plainCall(most === 6 && slope === 0 ? 'relu6' : 'relu'), x);
  const cutOff = most !== null && !(threshold === 0 && most === 6 && slope === 0);
  const kept = cutOff ? on({ op: 'clamp', attributes: { minimum: 0, maximum: most } }, above) : above;
  if (slope === 0) return kept;
  const depth = on(plainCall('relu'), on({ op: 'affine', attributes: { scale: -1, shift: threshold } }, x));
  return on(plainCall('subtract'), kept, on({ op: 'affine', attributes: { scale: slope, shift: 0 } }, depth));
}
