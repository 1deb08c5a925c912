/** Buffers of modules that an op takes: nodes of the network under the names of state_dict. */
import type { Recorder } from '../../tensors/recorder';
import { startOf } from '../../tensors/starts';
import type { TensorValue } from '../../tensors/tensorValue';

/** The node of a buffer of the network that is being traced, so that numbers from outside can fill it; any other tensor as it is. */
export function asBuffer(recorder: Recorder, tensor: TensorValue): TensorValue {
  const { tracing } = recorder;
  const { flavour, shape, content } = tensor;
  if (!tracing || content.kind !== 'constant') return tensor;
  const value = tracing.buffer(tensor, startOf(recorder, tensor));
  if (!value) return tensor;
  return recorder.make({
    ...{ flavour, shape, dtype: flavour.usualFloat },
    ...{ content: { kind: 'graph', value }, differentiable: false },
  });
}
