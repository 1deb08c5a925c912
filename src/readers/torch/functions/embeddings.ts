/** Embeddings and one-hot vectors, refused in PyTorch's words. */
import { fail } from '../../python/values/exceptions';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { cast, pair } from '../../tensors/arithmetic';
import type { Recorder } from '../../tensors/recorder';
import { strayIndex } from '../../tensors/strayIndices';
import type { TensorValue } from '../../tensors/tensorValue';
import { optionalTensor } from '../values/arguments';
import { flag, whole, word } from '../../tensors/arguments';
import { torchFlavour } from '../values/flavour';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { applied } from './places';
import { torchFunction, type TorchFunction } from './row';

function checkIndices(machine: Machine, { dtype }: Shaped, call: string): void {
  if (dtype === 'int64' || dtype === 'int32') return;
  const types: Readonly<Record<string, string>> = {
    float64: 'Double',
    float16: 'Half',
    bool: 'Bool',
    uint8: 'Byte',
  };
  const message = `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.${types[dtype] ?? 'Float'}Tensor instead (while checking arguments for ${call})`;
  throw fail(machine, 'RuntimeError', message);
}

/** Indices lie within the table, as far as they are known. */
function checkRange(recorder: Recorder, indices: TensorValue, count: number): void {
  if (strayIndex(recorder, indices, count) !== null)
    throw fail(recorder.machine, 'IndexError', 'index out of range in self');
}

/** The row that learns nothing, counted from the front; null for none. */
export function paddingIndex(machine: Machine, value: Value, count: number): number | null {
  if (value.kind === 'none') return null;
  const index = whole(machine, value);
  if (index >= -count && index < count) return index < 0 ? index + count : index;
  throw fail(machine, 'AssertionError', 'Padding_idx must be within num_embeddings');
}

function embedding(recorder: Recorder, input: Value, weight: Value, padding: Value): Value {
  const { machine } = recorder;
  const indices = shapedArgument(recorder, input, 'embedding', 'indices', 2);
  const table = shapedArgument(recorder, weight, 'embedding', 'weight', 1);
  const [count = 0] = table.shape;
  const skipped = paddingIndex(machine, padding, count);
  if (table.shape.length !== 2) throw fail(machine, 'RuntimeError', "'weight' must be 2-D");
  checkIndices(machine, indices, 'embedding');
  checkRange(recorder, indices, count);
  return applied(recorder, { op: 'embedding', attributes: { paddingIndex: skipped } }, [table, indices])
    .value;
}

function embeddingBag(recorder: Recorder, ...bound: Value[]): Value {
  const [first, second, third, , , , modeWord, , perSample, , paddingWord] = bound as Value[] & {
    length: 11;
  }; // the signature has eleven parameters
  const { machine } = recorder;
  if (!first || !second || !third || !modeWord || !perSample || !paddingWord)
    throw new RangeError('embedding_bag');
  // Early versions took the table first; PyTorch still turns the two round.
  const given = [
    shapedArgument(recorder, first, 'embedding_bag'),
    shapedArgument(recorder, second, 'embedding_bag'),
  ] as const;
  const [indices, table] = given;
  const offsets = optionalTensor(machine, third, 'embedding_bag()');
  const mode = word(machine, modeWord);
  const rank = indices.shape.length;
  const refuse = (message: string): never => {
    throw fail(machine, 'ValueError', message);
  };
  if (rank === 2 && offsets)
    refuse(
      "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
    );
  if (rank === 1 && !offsets) refuse('offsets has to be a 1D Tensor but got None');
  if (rank !== 1 && rank !== 2)
    refuse(`input has to be 1D or 2D Tensor, but got Tensor of dimension ${rank}`);
  if (mode !== 'sum' && mode !== 'mean' && mode !== 'max')
    return refuse('mode has to be one of sum, mean or max');
  checkIndices(machine, indices, 'embedding_bag');
  const [count = 0] = table.shape;
  const padding = paddingIndex(machine, paddingWord, count);
  checkRange(recorder, indices, count);
  const weights = optionalTensor(machine, perSample, 'embedding_bag()');
  if (weights && rank === 2) return weighted(recorder, table, indices, weights, padding).value;
  const args = offsets ? [table, indices, cast(recorder, offsets, 'int64')] : [table, indices];
  return applied(recorder, { op: 'embedding-bag', attributes: { mode, paddingIndex: padding } }, args).value;
}

/** Sums of vectors, each times a number of its own. */
function weighted(
  recorder: Recorder,
  table: TensorValue,
  indices: TensorValue,
  weights: TensorValue,
  padding: number | null,
): TensorValue {
  const vectors = applied(recorder, { op: 'embedding', attributes: { paddingIndex: padding } }, [
    table,
    indices,
  ]);
  const column = applied(recorder, { op: 'unsqueeze', attributes: { axis: 2 } }, [weights]);
  const scaled = pair(recorder, 'multiply', vectors, column);
  return applied(recorder, { op: 'sum', attributes: { axes: [1], keepDimensions: false } }, [scaled]);
}

function oneHot(recorder: Recorder, input: Value, count: Value): Value {
  const { machine } = recorder;
  const indices = shapedArgument(recorder, input, 'one_hot');
  const refuse = (message: string): never => {
    throw fail(machine, 'RuntimeError', message);
  };
  if (indices.dtype !== 'int64') refuse('one_hot is only applicable to index tensor of type LongTensor.');
  const known = recorder.known(indices);
  const numbers = known ? Array.from(known.data) : [];
  const asked = unwrap(count).kind === 'none' ? -1 : whole(machine, count);
  if (numbers.some((index) => index < 0)) refuse('Class values must be non-negative.');
  if (asked === -1 && !known)
    return machine.unknown('data', 'The number of classes depends on the values of inputs or parameters.');
  const classes = asked === -1 ? Math.max(...numbers, -1) + 1 : asked;
  if (numbers.some((index) => index >= classes)) refuse('Class values must be smaller than num_classes.');
  const floats = recorder.apply({ op: 'one-hot', attributes: { classes } }, [indices], {
    flavour: torchFlavour,
  });
  return cast(recorder, floats, 'int64').value;
}

export const embeddingFunctions: readonly TorchFunction[] = [
  torchFunction(
    'embedding',
    'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
    ['functional'],
    embedding,
  ),
  torchFunction(
    'embedding',
    'weight, input, padding_idx=None, scale_grad_by_freq=False, sparse=False',
    ['torch'],
    (recorder, weight, input, padding) =>
      embedding(
        recorder,
        input,
        weight,
        padding.kind === 'int' && Number(padding.value) < 0 ? { kind: 'none' } : padding,
      ),
  ),
  torchFunction(
    'embedding_bag',
    "input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None",
    ['functional'],
    (recorder, ...bound) => {
      const last = bound[9];
      if (last && flag(recorder.machine, last))
        return recorder.machine.unknown(
          'unsupported',
          'include_last_offset of embedding_bag is not understood yet.',
        );
      return embeddingBag(recorder, ...bound);
    },
  ),
  torchFunction('one_hot', 'tensor, num_classes=-1', ['functional'], oneHot),
];
