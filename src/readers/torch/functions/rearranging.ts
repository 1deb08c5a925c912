/** Places that become channels and back: pixel shuffles, channel shuffles, sliding windows as columns. */
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import { whole } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { applied, firstOf, intsArgument, listText, spread, withBatch } from './places';
import { torchFunction, type TorchFunction } from './row';

function refuse(machine: Machine, message: string): never {
  throw fail(machine, 'RuntimeError', message);
}

function shuffle(
  recorder: Recorder,
  input: Value,
  by: Value,
  call: 'pixel_shuffle' | 'pixel_unshuffle',
): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, call);
  const factor = whole(machine, by);
  const word = call === 'pixel_shuffle' ? 'upscale_factor' : 'downscale_factor';
  if (x.shape.length < 3)
    refuse(
      machine,
      `${call} expects input to have at least 3 dimensions, but got input with ${x.shape.length} dimension(s)`,
    );
  if (factor <= 0) refuse(machine, `${call} expects a positive ${word}, but got ${factor}`);
  const [channels = 0, height = 0, width = 0] = x.shape.slice(-3);
  if (call === 'pixel_shuffle') {
    if (channels % factor ** 2 !== 0)
      refuse(
        machine,
        `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${channels} is not divisible by ${factor ** 2}`,
      );
    return applied(recorder, { op: 'pixel-shuffle', attributes: { factor } }, [x]).value;
  }
  const uneven = height % factor !== 0 ? (['height', -2, height] as const) : (['width', -1, width] as const);
  if (uneven[2] % factor !== 0)
    refuse(
      machine,
      `pixel_unshuffle expects ${uneven[0]} to be divisible by downscale_factor, but input.size(${uneven[1]})=${uneven[2]} is not divisible by ${factor}`,
    );
  return applied(recorder, { op: 'pixel-unshuffle', attributes: { factor } }, [x]).value;
}

function channelShuffle(recorder: Recorder, input: Value, count: Value): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'channel_shuffle');
  const groups = whole(machine, count);
  const channels = x.shape[1] ?? 0;
  if (x.shape.length <= 2)
    refuse(
      machine,
      `channel_shuffle expects input with > 2 dims, but got input with sizes ${listText(x.shape)}`,
    );
  if (groups <= 0)
    refuse(machine, `Number of groups to divide channels in must be positive. Value of groups:${groups}`);
  if (channels % groups !== 0)
    refuse(
      machine,
      `Number of channels must be divisible by groups. Got ${channels} channels and ${groups} groups.`,
    );
  return applied(recorder, { op: 'channel-shuffle', attributes: { groups } }, [x]).value;
}

interface Sliding {
  readonly kernel: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: readonly number[];
  readonly strides: readonly number[];
}

function slidingOf(machine: Machine, call: string, bound: readonly Value[], first: number): Sliding {
  const read = (place: number, name: string): readonly number[] => {
    const value = bound[place];
    const given = value ? intsArgument(machine, value, { call, name, place: first + place }) : [];
    return (
      spread(given, 2) ?? refuse(machine, `It is expected ${name} equals to 2, but got size ${given.length}`)
    );
  };
  const found = { kernel: read(0, 'kernel_size'), dilations: read(1, 'dilation') };
  const all = { ...found, padding: read(2, 'padding'), strides: read(3, 'stride') };
  const names = {
    'kernel size': ['kernel', all.kernel],
    dilation: ['dilation', all.dilations],
    stride: ['stride', all.strides],
  } as const;
  for (const [name, [short, values]] of Object.entries(names)) {
    if (values.some((value) => value <= 0))
      refuse(
        machine,
        `${name} should be greater than zero, but got ${short}_height: ${values[0] ?? 0} ${short}_width: ${values[1] ?? 0}`,
      );
  }
  return all;
}

function positionsOf(
  places: readonly number[],
  { kernel, dilations, padding, strides }: Sliding,
): readonly number[] {
  return places.map((size, axis) => {
    const span = (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    return Math.floor((size + 2 * (padding[axis] ?? 0) - span) / (strides[axis] ?? 1)) + 1;
  });
}

const tupleText = (values: readonly number[]): string => `(${values.join(', ')})`;

function unfold(recorder: Recorder, input: Value, ...rest: Value[]): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'unfold');
  const sliding = slidingOf(machine, 'unfold', rest, 2);
  const results = withBatch(recorder, x, 2, (batched) => {
    const places = batched.shape.slice(2);
    const positions = positionsOf(places, sliding);
    if (positions.some((count) => count < 1))
      refuse(
        machine,
        `Given input with spatial size ${tupleText(places)}, kernel_size=${tupleText(sliding.kernel)}, dilation=${tupleText(sliding.dilations)}, padding=${tupleText(sliding.padding)}, calculated shape of the array of sliding blocks as ${tupleText(positions)}, but its components must be at least one.`,
      );
    return [applied(recorder, { op: 'unfold', attributes: { ...sliding } }, [batched])];
  });
  return firstOf(results).value;
}

function fold(recorder: Recorder, input: Value, size: Value, ...rest: Value[]): Value {
  const { machine } = recorder;
  const x = shapedArgument(recorder, input, 'fold');
  const given = intsArgument(machine, size, { call: 'fold', name: 'output_size', place: 2 });
  const places = spread(given, 2) ?? given;
  const sliding = slidingOf(machine, 'fold', rest, 3);
  const results = withBatch(recorder, x, 1, (batched) => {
    const [, lines = 0, count = 0] = batched.shape;
    const taps = sliding.kernel.reduce((product, own) => product * own, 1);
    if (lines % taps !== 0)
      refuse(
        machine,
        `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${lines} and kernel_size=${tupleText(sliding.kernel)}.`,
      );
    const positions = positionsOf(places, sliding);
    const total = positions.reduce((product, own) => product * own, 1);
    if (total !== count)
      refuse(
        machine,
        `Given output_size=${tupleText(places)}, kernel_size=${tupleText(sliding.kernel)}, dilation=${tupleText(sliding.dilations)}, padding=${tupleText(sliding.padding)}, stride=${tupleText(sliding.strides)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${positions.join(' * ')} = ${total}, but got input.size(2)=${count}.`,
      );
    return [applied(recorder, { op: 'fold', attributes: { ...sliding, places } }, [batched])];
  });
  return firstOf(results).value;
}

export const rearrangingFunctions: readonly TorchFunction[] = [
  torchFunction(
    'pixel_shuffle',
    'input, upscale_factor',
    ['torch', 'functional'],
    (recorder, input, factor) => shuffle(recorder, input, factor, 'pixel_shuffle'),
  ),
  torchFunction(
    'pixel_unshuffle',
    'input, downscale_factor',
    ['torch', 'functional'],
    (recorder, input, factor) => shuffle(recorder, input, factor, 'pixel_unshuffle'),
  ),
  torchFunction('channel_shuffle', 'input, groups', ['torch', 'functional'], channelShuffle),
  torchFunction('unfold', 'input, kernel_size, dilation=1, padding=0, stride=1', ['functional'], unfold),
  torchFunction(
    'fold',
    'input, output_size, kernel_size, dilation=1, padding=0, stride=1',
    ['functional'],
    fold,
  ),
];
