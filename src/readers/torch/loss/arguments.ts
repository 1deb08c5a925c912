/** What losses are given, checked as PyTorch checks it and made as the ops take it. */
import { fail } from '../../python/values/exceptions';
import { cast } from '../../tensors/arithmetic';
import { whole } from '../../tensors/arguments';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { strayIndex } from '../../tensors/strayIndices';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { torchFlavour } from '../values/flavour';
import type { Value } from '../../python/values/value';

const flavour = torchFlavour;

/** An option of a loss by its name; None for one that it has not. */
export type Option = (name: string) => Value;

/** Tensors as the op takes them. @throws a Python exception where PyTorch refuses them */
export type Prepare = (
  recorder: Recorder,
  tensors: readonly TensorValue[],
  option: Option,
) => readonly TensorValue[];

/** Whole numbers and masks as floats. */
export function floats(recorder: Recorder, tensors: readonly TensorValue[]): readonly TensorValue[] {
  return tensors.map((tensor) => (isFloating(tensor.dtype) ? tensor : cast(recorder, tensor, 'float32')));
}

function sizes({ shape }: TensorValue): string {
  return `torch.Size([${(shape ?? []).join(', ')}])`;
}

/** All of one shape, stretched where they may be. */
export const stretched: Prepare = (recorder, tensors) => {
  const all = floats(recorder, tensors);
  const rank = Math.max(...all.map(({ shape }) => shape?.length ?? 0));
  if (all.some(({ shape }) => shape === null)) return all;
  const common = Array.from({ length: rank }, (_, axis) =>
    all.reduce((size, { shape }) => {
      const own = shape?.[axis - rank + shape.length] ?? 1;
      return own === 1 ? size : own;
    }, 1),
  );
  return all.map((tensor) => {
    if (tensor.shape?.join() === common.join()) return tensor;
    const { machine } = recorder;
    const own = tensor.shape ?? [];
    const odd = own.findLastIndex((size, axis) => size !== 1 && size !== common[axis + rank - own.length]);
    if (odd !== -1) {
      const axis = odd + rank - own.length;
      const [first] = all;
      const other = first === tensor ? all[1] : first;
      const size = (of: TensorValue | undefined): number => of?.shape?.[axis - rank + of.shape.length] ?? 1;
      const message = `The size of tensor a (${size(first === tensor ? tensor : other)}) must match the size of tensor b (${size(first === tensor ? other : tensor)}) at non-singleton dimension ${axis}`;
      throw fail(machine, 'RuntimeError', message);
    }
    return recorder.apply({ op: 'expand', attributes: { sizes: common } }, [tensor], { flavour });
  });
};

/** The same with PyTorch's warning where input and target are not of one shape. */
export const withWarning: Prepare = (recorder, tensors, option) => {
  const [input, target] = tensors;
  if (input?.shape && target?.shape && input.shape.join() !== target.shape.join()) {
    const message = `Using a target size (${sizes(target)}) that is different to the input size (${sizes(input)}). This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.`;
    recorder.machine.report('warning', message);
  }
  return stretched(recorder, tensors, option);
};

/** With weights of the terms behind, where there are any. */
export function weighted(prepare: Prepare): Prepare {
  return (recorder, tensors, option) => {
    const weight = tensorIn(option('weight'));
    const prepared = prepare(recorder, tensors, option);
    return weight ? [...prepared, ...floats(recorder, [weight])] : prepared;
  };
}

/** Probabilities and targets of one shape. */
export const checkedBinary: Prepare = (recorder, tensors) => {
  const [input, target] = tensors;
  if (input?.shape && target?.shape && input.shape.join() !== target.shape.join()) {
    const message = `Using a target size (${sizes(target)}) that is different to the input size (${sizes(input)}) is deprecated. Please ensure they have the same size.`;
    throw fail(recorder.machine, 'ValueError', message);
  }
  if (target && !isFloating(target.dtype) && target.dtype !== 'bool') {
    throw fail(recorder.machine, 'RuntimeError', 'Found dtype Long but expected Float');
  }
  return floats(recorder, tensors);
};

/** Logits and targets of one shape. */
export const checkedLogits: Prepare = (recorder, tensors) => {
  const [input, target] = tensors;
  if (input?.shape && target?.shape && input.shape.join() !== target.shape.join()) {
    const message = `Target size (${sizes(target)}) must be the same as input size (${sizes(input)})`;
    throw fail(recorder.machine, 'ValueError', message);
  }
  return floats(recorder, tensors);
};

/** Scores of classes with indices, or with probabilities where the loss takes them. */
export function checkedClasses(takesProbabilities: boolean): Prepare {
  return (recorder, tensors, option) => {
    const [input, target] = tensors;
    if (!input?.shape || !target?.shape) return tensors;
    const on = (of: TensorValue): TensorValue =>
      recorder.apply({ op: 'unsqueeze', attributes: { axis: 0 } }, [of], { flavour });
    checkClassShapes(recorder, input, target, takesProbabilities);
    checkClassIndices(recorder, input, target, option('ignore_index'));
    return input.shape.length === 1 ? [on(input), on(target)] : [input, target];
  };
}

function checkClassShapes(
  { machine }: Recorder,
  input: TensorValue,
  target: TensorValue,
  takesProbabilities: boolean,
): void {
  const [shape, wanted] = [input.shape ?? [], target.shape ?? []];
  const wrong = (kind: 'ValueError' | 'RuntimeError', message: string): never => {
    throw fail(machine, kind, message);
  };
  if (takesProbabilities && shape.join() === wanted.join()) {
    if (!isFloating(target.dtype))
      wrong('RuntimeError', 'Expected floating point type for target with class probabilities, got Long');
    return;
  }
  if (shape.length > 1 && shape[0] !== (wanted[0] ?? shape[0])) {
    wrong('ValueError', `Expected input batch_size (${shape[0]}) to match target batch_size (${wanted[0]}).`);
  }
  if (isFloating(target.dtype))
    wrong('RuntimeError', 'expected target dtype to be Long or Byte, but got Float');
  if (shape.length === 2 && wanted.length > 1) {
    wrong('RuntimeError', '0D or 1D target tensor expected, multi-target not supported');
  }
}

/** Indices of classes lie below the number of classes, as far as they are known. */
function checkClassIndices(
  recorder: Recorder,
  { shape }: TensorValue,
  target: TensorValue,
  ignoreIndex: Value,
): void {
  const count = shape?.[shape.length === 1 ? 0 : 1];
  if (count === undefined || isFloating(target.dtype)) return;
  const wrong = strayIndex(recorder, target, count, { ignored: whole(recorder.machine, ignoreIndex) });
  if (wrong !== null) throw fail(recorder.machine, 'IndexError', `Target ${wrong} is out of bounds.`);
}

/** Means, targets and variances; a variance may be one number. */
export const withVariance: Prepare = (recorder, tensors, option) => {
  const [input, target, variance] = tensors;
  if (!input || !target || !variance) return tensors;
  const [mean = input, goal = target] = stretched(recorder, [input, target], option);
  return [mean, goal, ...floats(recorder, [variance])];
};

/** Log-probabilities, targets and both lengths; a single sample as a batch of one. */
export const withLengths: Prepare = (recorder, tensors) => {
  const [logs, targets, ...lengths] = tensors;
  if (!logs || !targets || logs.shape?.length !== 2) return tensors;
  const row = (of: TensorValue, axis: number): TensorValue =>
    recorder.apply({ op: 'unsqueeze', attributes: { axis } }, [of], { flavour });
  return [row(logs, 1), row(targets, 0), ...lengths.map((of) => (of.shape?.length === 0 ? row(of, 0) : of))];
};
