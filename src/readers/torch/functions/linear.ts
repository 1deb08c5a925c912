/** The fully connected layer as a function, and matrix products. */
import { fail } from '../../python/values/exceptions';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { optionalTensor, tensorArgument } from '../values/arguments';
import { torchFlavour } from '../values/flavour';
import { isFloating } from '../../tensors/elementTypes';
import { matrixProduct } from './matrixProduct';
import { typeWords } from '../values/typeWords';
import { torchFunction, usual, type Home, type TorchFunction } from './row';

/** x W^T + b. Raises what PyTorch raises where the features do not fit. */
export function linear(
  recorder: Recorder,
  input: TensorValue,
  weight: TensorValue,
  bias: TensorValue | null,
): TensorValue {
  const flavour = torchFlavour;
  const { shape } = input;
  if (shape && weight.shape) {
    checkFeatures(recorder, shape, weight.shape, bias !== null);
    checkTypes(recorder, input, weight, bias !== null);
    if (bias?.shape) checkBias(recorder, shape, weight.shape, bias.shape);
  }
  const args = (x: TensorValue): readonly TensorValue[] => (bias ? [x, weight, bias] : [x, weight]);
  if (!shape || shape.length > 1)
    return recorder.apply({ op: 'linear', attributes: {} }, args(input), { flavour });
  const row = recorder.apply({ op: 'unsqueeze', attributes: { axis: 0 } }, [input], { flavour });
  const product = recorder.apply({ op: 'linear', attributes: {} }, args(row), { flavour });
  return recorder.apply({ op: 'squeeze', attributes: { axes: [0] } }, [product], { flavour });
}

function checkFeatures(
  { machine }: Recorder,
  input: readonly number[],
  weight: readonly number[],
  biased: boolean,
): void {
  const [outputs = 0, inputs = 0] = weight;
  const features = input.at(-1) ?? 0;
  if (features === inputs) return;
  if (input.length === 1 && !biased) {
    throw fail(
      machine,
      'RuntimeError',
      `size mismatch, got input (${outputs}), mat (${outputs}x${inputs}), vec (${features})`,
    );
  }
  const rows = input.slice(0, -1).reduce((product, size) => product * size, 1);
  throw fail(
    machine,
    'RuntimeError',
    `mat1 and mat2 shapes cannot be multiplied (${rows}x${features} and ${inputs}x${outputs})`,
  );
}

/** Whole numbers and truths are not multiplied with floats. Floats of different widths pass: all are of one width in a run. */
function checkTypes({ machine }: Recorder, a: TensorValue, b: TensorValue, biased: boolean): void {
  if (isFloating(a.dtype) === isFloating(b.dtype)) return;
  const [own, ownType] = typeWords[a.dtype];
  const [other, otherType] = typeWords[b.dtype];
  const message = biased
    ? `mat1 and mat2 must have the same dtype, but got ${ownType} and ${otherType}`
    : `expected m1 and m2 to have the same dtype, but got: ${own} != ${other}`;
  throw fail(machine, 'RuntimeError', message);
}

function checkBias(
  { machine }: Recorder,
  input: readonly number[],
  [outputs = 0]: readonly number[],
  bias: readonly number[],
): void {
  const size = bias.at(-1) ?? 1;
  if (bias.length > 1 || size === outputs || size === 1) return;
  const rows = input.slice(0, -1).reduce((product, own) => product * own, 1);
  const message = `The expanded size of the tensor (${outputs}) must match the existing size (${size}) at non-singleton dimension 1.  Target sizes: [${rows}, ${outputs}].  Tensor sizes: [${size}]`;
  throw fail(machine, 'RuntimeError', message);
}

/** Axes of the arguments of products that take no others, and how PyTorch calls them. */
const ranks: ReadonlyMap<string, readonly [readonly [string, number], readonly [string, number]]> = new Map([
  [
    'mm',
    [
      ['self', 2],
      ['mat2', 2],
    ],
  ],
  [
    'bmm',
    [
      ['batch1', 3],
      ['batch2', 3],
    ],
  ],
] as const);

/** A product of two tensors; those of sparse matrices take dense ones as well. */
function product(name: string, rule = name, homes: readonly Home[] = usual): TorchFunction {
  return torchFunction(name, 'input, other', homes, (recorder, input, other) => {
    const { machine } = recorder;
    const args = [
      tensorArgument(machine, input, `${name}(): argument 'input' (position 1)`),
      tensorArgument(machine, other, `${name}(): argument 'other' (position 2)`),
    ] as const;
    checkRanks(recorder, rule, args);
    return matrixProduct(recorder, ...args).value;
  });
}

function checkRanks({ machine }: Recorder, name: string, args: readonly TensorValue[]): void {
  for (const [place, [own, rank]] of (ranks.get(name) ?? []).entries()) {
    const shape = args[place]?.shape;
    if (!shape || shape.length === rank) continue;
    const wanted = rank === 2 ? 'a matrix' : 'a 3D tensor';
    throw fail(machine, 'RuntimeError', `${own} must be ${wanted}`);
  }
  const [a, b] = args;
  if (name !== 'bmm' || !a?.shape || !b?.shape) return;
  const [batch = 0, , inner = 0] = a.shape;
  if (b.shape[0] === batch && b.shape[1] === inner) return;
  const message = `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${inner}] but got: [${b.shape[0] ?? 0}, ${b.shape[1] ?? 0}].`;
  throw fail(machine, 'RuntimeError', message);
}

export const linearFunctions: readonly TorchFunction[] = [
  torchFunction('linear', 'input, weight, bias=None', ['functional'], (recorder, input, weight, bias) => {
    const { machine } = recorder;
    return linear(
      recorder,
      tensorArgument(machine, input, "linear(): argument 'input' (position 1)"),
      tensorArgument(machine, weight, "linear(): argument 'weight' (position 2)"),
      optionalTensor(machine, bias, "linear(): argument 'bias' (position 3)"),
    ).value;
  }),
  ...['matmul', 'mm', 'bmm', 'mv'].map((name) => product(name)),
  product('spmm', 'mm', ['torch']),
];
