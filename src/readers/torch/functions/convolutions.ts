/** Convolutions and transposed convolutions over one, two and three axes, refused in PyTorch's words (aten/native/Convolution.cpp). */
import { classOf, unwrap } from '../../python/values/classes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { isFloating } from '../../tensors/elementTypes';
import type { Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { optionalTensor, tensorArgument } from '../values/arguments';
import { whole } from '../../tensors/arguments';
import { withShape, type Shaped } from '../../tensors/shaped';
import { applied, firstOf, intsArgument, listText, spread, withBatch } from './places';
import { typeWords } from '../values/typeWords';
import { torchFunction, type TorchFunction } from './row';

/** What every convolution is called with, checked one by one. */
interface Operands {
  readonly call: string;
  readonly axes: number;
  readonly input: Shaped;
  readonly weight: Shaped;
  readonly bias: TensorValue | null;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

function refuse(machine: Machine, message: string): never {
  throw fail(machine, 'RuntimeError', message);
}

/** The numbers of an argument, one for each axis of the weight. */
function axisNumbers(
  machine: Machine,
  value: Value,
  name: string,
  place: number,
  { call, axes, weight }: Pick<Operands, 'call' | 'axes' | 'weight'>,
): readonly number[] {
  const given = intsArgument(machine, value, { call, name, place });
  const values = spread(given, axes) ?? given;
  const wanted = weight.shape.length - 2;
  if (values.length === wanted) return values;
  return refuse(
    machine,
    `expected ${name} to be a single integer value or a list of ${wanted} values to match the convolution dimensions, but got ${name}=${listText(values)}`,
  );
}

function operands(
  recorder: Recorder,
  call: string,
  axes: number,
  bound: readonly Value[],
  [stride, dilation, groups]: readonly [Value, Value, Value],
): Operands {
  const { machine } = recorder;
  const [first, second, third] = bound;
  if (first?.kind === 'unknown') throw new Encountered(first);
  const image = first && tensorIn(first);
  if (!image || !second || !third) {
    const types = bound.map((value) => classOf(value).name).join(', ');
    const message = `${call}() received an invalid combination of arguments - got (${types}), but expected one of:\n * (Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, tuple of ints padding = 0, tuple of ints dilation = 1, int groups = 1)`;
    throw fail(machine, 'TypeError', message);
  }
  const input = withShape(recorder, image);
  const weight = withShape(
    recorder,
    tensorArgument(machine, second, `${call}(): argument 'weight' (position 2)`),
  );
  const bias = optionalTensor(machine, third, `${call}(): argument 'bias' (position 3)`);
  const rank = input.shape.length;
  if (rank !== axes + 1 && rank !== axes + 2) {
    refuse(
      machine,
      `Expected ${axes + 1}D (unbatched) or ${axes + 2}D (batched) input to ${call}, but got input of size: ${listText(input.shape)}`,
    );
  }
  const known = { call, axes, weight };
  return {
    ...{ ...known, input, bias, groups: whole(machine, groups) },
    stride: axisNumbers(machine, stride, 'stride', 4, known),
    dilation: axisNumbers(machine, dilation, 'dilation', 6, known),
  };
}

/** check_shape_forward up to the channels. */
function checkOperands(machine: Machine, { stride, dilation, groups, weight, input }: Operands): void {
  if (stride.some((step) => step <= 0)) refuse(machine, 'non-positive stride is not supported');
  if (dilation.some((step) => step <= 0)) refuse(machine, 'non-positive dilation is not supported');
  if (groups <= 0) refuse(machine, 'non-positive groups is not supported');
  const [outputs = 0] = weight.shape;
  const size = listText(weight.shape);
  if (outputs < groups)
    refuse(
      machine,
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${size} instead`,
    );
  if (outputs % groups !== 0)
    refuse(
      machine,
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${size}] instead`,
    );
  if (weight.shape.length !== input.shape.length)
    refuse(
      machine,
      `Expected ${weight.shape.length}-dimensional input for ${weight.shape.length}-dimensional weight ${size}, but got ${input.shape.length}-dimensional input of size ${listText(input.shape)} instead`,
    );
}

function checkBias(machine: Machine, outputs: number, { bias, weight }: Operands, start: string): void {
  const shape = bias?.shape;
  if (!shape || (shape.length === 1 && shape[0] === outputs)) return;
  refuse(
    machine,
    `${start}weight of size ${listText(weight.shape)}, expected bias to be 1-dimensional with ${outputs} elements, but got bias of size ${listText(shape)} instead`,
  );
}

/** Models run in floats; whole numbers are refused as PyTorch refuses them. */
function checkTypes(machine: Machine, { input, bias, weight }: Operands, transposed: boolean): void {
  if (isFloating(input.dtype)) return;
  const [cpp, scalar] = typeWords[input.dtype];
  const [own, ownScalar] = typeWords[weight.dtype];
  if (bias && !transposed) refuse(machine, `Input type (${cpp}) and bias type (${own}) should be the same`);
  refuse(machine, `expected scalar type ${scalar} but found ${ownScalar}`);
}

/** Places before and behind each axis. */
function paddingOf(machine: Machine, value: Value, given: Operands): readonly number[] {
  const { weight, stride, dilation } = given;
  const plain = unwrap(value);
  if (plain.kind !== 'str') {
    const padding = axisNumbers(machine, value, 'padding', 5, given);
    if (padding.some((count) => count < 0)) refuse(machine, 'negative padding is not supported');
    return [...padding, ...padding];
  }
  const taps = weight.shape.slice(2);
  if (plain.value === 'valid') return [...taps, ...taps].map(() => 0);
  if (plain.value !== 'same') return refuse(machine, `Invalid padding string: '${plain.value}'`);
  if (stride.some((step) => step !== 1))
    refuse(machine, "padding='same' is not supported for strided convolutions");
  const totals = taps.map((count, axis) => (dilation[axis] ?? 1) * (count - 1));
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}

function checkKernel(machine: Machine, given: Operands, padding: readonly number[]): void {
  const { input, weight, dilation, axes } = given;
  const room = input.shape
    .slice(2)
    .map((size, axis) => size + (padding[axis] ?? 0) + (padding[axes + axis] ?? 0));
  const spans = weight.shape.slice(2).map((taps, axis) => (dilation[axis] ?? 1) * (taps - 1) + 1);
  if (spans.every((span, axis) => span <= (room[axis] ?? 0))) return;
  refuse(
    machine,
    `Calculated padded input size per channel: (${room.join(' x ')}). Kernel size: (${spans.join(' x ')}). Kernel size can't be greater than actual input size`,
  );
}

/** conv1d, conv2d, conv3d. */
function convolution(recorder: Recorder, call: string, axes: number, bound: readonly Value[]): Value {
  const { machine } = recorder;
  const [, , , stride, padding, dilation, groups] = bound as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ]; // the signature below has seven parameters
  const all = operands(recorder, call, axes, bound, [stride, dilation, groups]);
  const results = withBatch(recorder, all.input, axes, (input) => {
    const given = { ...all, input };
    checkOperands(machine, given);
    const { weight, bias } = given;
    const [outputs = 0, perGroup = 0] = weight.shape;
    const channels = input.shape[1] ?? 0;
    if (channels !== perGroup * given.groups)
      refuse(
        machine,
        `Given groups=${given.groups}, weight of size ${listText(weight.shape)}, expected input${listText(input.shape)} to have ${perGroup * given.groups} channels, but got ${channels} channels instead`,
      );
    checkBias(machine, outputs, given, 'Given ');
    const around = paddingOf(machine, padding, given);
    checkKernel(machine, given, around);
    checkTypes(machine, given, false);
    const attributes = {
      ...{ strides: given.stride, dilations: given.dilation, padding: around },
      ...{ paddingMode: 'zeros' as const, groups: given.groups },
    };
    return [
      applied(recorder, { op: 'convolution', attributes }, bias ? [input, weight, bias] : [input, weight]),
    ];
  });
  return firstOf(results).value;
}

function checkOutputPadding(machine: Machine, outputPadding: readonly number[], given: Operands): void {
  const { stride, dilation } = given;
  const fits = outputPadding.every(
    (count, axis) => count < (stride[axis] ?? 1) || count < (dilation[axis] ?? 1),
  );
  if (fits) return;
  const names = ['depth', 'height', 'width'].slice(outputPadding.length > 2 ? 0 : 1);
  const shown = (word: string, values: readonly number[], filler: number): string =>
    names
      .map((name, place) => `${word}_${name}: ${values[place - (names.length - values.length)] ?? filler}`)
      .join(' ');
  refuse(
    machine,
    `output padding must be smaller than either stride or dilation, but got ${shown('output_padding', outputPadding, 0)} ${shown('stride', stride, 1)} ${shown('dilation', dilation, 1)}`,
  );
}

/** conv_transpose1d, conv_transpose2d, conv_transpose3d. */
function transposedConvolution(
  recorder: Recorder,
  call: string,
  axes: number,
  bound: readonly Value[],
): Value {
  const { machine } = recorder;
  const [, , , stride, padding, outputPadding, groups, dilation] = bound as [
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
    Value,
  ]; // the signature below has eight parameters
  const all = operands(recorder, call, axes, bound, [stride, dilation, groups]);
  const results = withBatch(recorder, all.input, axes, (input) => {
    const given = { ...all, input };
    checkOperands(machine, given);
    const { weight, bias } = given;
    const [inputs = 0, perGroup = 0] = weight.shape;
    const channels = input.shape[1] ?? 0;
    if (channels !== inputs)
      refuse(
        machine,
        `Given transposed=1, weight of size ${listText(weight.shape)}, expected input${listText(input.shape)} to have ${inputs} channels, but got ${channels} channels instead`,
      );
    checkBias(machine, perGroup * given.groups, given, 'Given transposed=1, ');
    const around = paddingOf(machine, padding, given);
    const more = axisNumbers(machine, outputPadding, 'output_padding', 6, given);
    checkOutputPadding(machine, more, given);
    checkTypes(machine, given, true);
    const attributes = {
      ...{ strides: given.stride, dilations: given.dilation, padding: around },
      ...{ outputPadding: more, groups: given.groups },
    };
    const args = bias ? [input, weight, bias] : [input, weight];
    return [applied(recorder, { op: 'transposed-convolution', attributes }, args)];
  });
  return firstOf(results).value;
}

const homes = ['torch', 'functional'] as const;

export const convolutionFunctions: readonly TorchFunction[] = [1, 2, 3].flatMap((axes) => {
  const plain = `conv${axes}d`;
  const transposed = `conv_transpose${axes}d`;
  return [
    torchFunction(
      plain,
      'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1',
      homes,
      (recorder, ...bound) => convolution(recorder, plain, axes, bound),
    ),
    torchFunction(
      transposed,
      'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1',
      homes,
      (recorder, ...bound) => transposedConvolution(recorder, transposed, axes, bound),
    ),
  ];
});
