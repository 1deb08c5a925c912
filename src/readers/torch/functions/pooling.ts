/** Pools over one, two and three axes, refused in PyTorch's words (aten/native/Pool.h). */
import { fail } from '../../python/values/exceptions';
import { tuple } from '../../python/values/make';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import type { Recorder } from '../../tensors/recorder';
import type { TensorValue } from '../../tensors/tensorValue';
import { flag, number, whole } from '../../tensors/arguments';
import { shapedArgument } from '../values/shaped';
import { type Shaped } from '../../tensors/shaped';
import { checkLine, checkRank, checkWindows, named, refuse, windowsOf, type Windows } from './windows';
import { applied, firstOf, intsArgument, listText, spread, withBatch } from './places';
import { torchFunction, type TorchFunction } from './row';

const none = { kind: 'none' } as const;
type Six = [Value, Value, Value, Value, Value, Value];
type Seven = [...Six, Value];

/** The values, and with `wanted` their indices too. */
function withIndices(recorder: Recorder, results: readonly TensorValue[], wanted: Value): Value {
  const values = firstOf(results);
  if (!flag(recorder.machine, wanted)) return values.value;
  const indices = results[1] ?? values;
  if (indices !== values) indices.dtype = 'int64';
  return tuple([values.value, indices.value]);
}

function maxPool(axes: number): TorchFunction {
  const call = `max_pool${axes}d`;
  const signature =
    'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False';
  return torchFunction(call, signature, ['torch', 'functional'], (recorder, ...bound) => {
    const [input, kernel, stride, padding, dilation, ceilMode, wanted] = bound as Seven; // as many as the signature has
    const { machine } = recorder;
    const image = shapedArgument(recorder, input, call);
    const windows = windowsOf(machine, call, axes, { kernel, stride, padding, dilation, ceilMode });
    checkRank(machine, call, axes, image.shape);
    const results = withBatch(recorder, image, axes, (batched) => {
      (axes === 1 ? checkLine : checkWindows)(machine, batched.shape, windows);
      return recorder.applyAll({ op: 'max-pool', attributes: { ...windows } }, [batched], {
        flavour: batched.flavour,
      });
    });
    return withIndices(recorder, results, wanted);
  });
}

function averaged(
  recorder: Recorder,
  call: string,
  axes: number,
  image: Shaped,
  windows: Windows & { readonly countIncludesPadding: boolean; readonly divisor: number | null },
): TensorValue {
  const { machine } = recorder;
  checkRank(machine, call, axes, image.shape);
  if (windows.divisor === 0) refuse(machine, 'divisor must be not zero');
  const { kernel, strides, padding, ceilMode, countIncludesPadding, divisor } = windows;
  return firstOf(
    withBatch(recorder, image, axes, (batched) => {
      const [batch = 0, channels = 0, ...places] = batched.shape;
      if (axes === 3 && places.some((size, axis) => size + 2 * (padding[axis] ?? 0) < (kernel[axis] ?? 1)))
        refuse(
          machine,
          `input image (${named('', places)}) smaller than kernel size (${named('k', kernel)})`,
        );
      if (axes === 1) {
        const line = (values: readonly number[], one: number): readonly number[] => [one, ...values];
        checkWindows(machine, [batch, channels, 1, ...places], {
          ...{ kernel: line(kernel, 1), strides: line(strides, 1), padding: line(padding, 0) },
          ...{ dilations: [1, 1], ceilMode },
        });
      } else checkWindows(machine, batched.shape, windows);
      const attributes = { kernel, strides, padding, ceilMode, countIncludesPadding, divisor };
      return [applied(recorder, { op: 'average-pool', attributes }, [batched])];
    }),
  );
}

function averagePool(axes: number): TorchFunction {
  const call = `avg_pool${axes}d`;
  const more = axes === 1 ? '' : ', divisor_override=None';
  return torchFunction(
    call,
    `input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True${more}`,
    axes === 1 ? ['torch', 'functional'] : ['functional'],
    (recorder, ...bound) => {
      const [input, kernel, stride, padding, ceilMode, counts] = bound as Six; // as many as the signature has
      const divisor = bound[6] ?? none; // as many as the signature has
      const { machine } = recorder;
      const image = shapedArgument(recorder, input, call);
      const windows = windowsOf(machine, call, axes, { kernel, stride, padding, ceilMode });
      const by = divisor.kind === 'none' ? null : whole(machine, divisor);
      const whatCounts = { countIncludesPadding: flag(machine, counts), divisor: by };
      return averaged(recorder, call, axes, image, { ...windows, ...whatCounts }).value;
    },
  );
}

/** Sizes of an adaptive pool: None stands for the size that is there. */
function adaptiveSizes(
  machine: Machine,
  call: string,
  axes: number,
  asked: Value,
  shape: readonly number[],
): readonly number[] {
  const own = shape.slice(-axes);
  const all = asked.kind === 'tuple' || asked.kind === 'list' ? asked.items : [asked];
  const sizes = all.map((size, axis) =>
    size.kind === 'none'
      ? (own[axis] ?? 1)
      : (intsArgument(machine, size, { call, name: 'output_size', place: 2 })[0] ?? 1),
  );
  const spreadOut = spread(sizes, axes);
  if (!spreadOut) {
    const what = call.includes('max')
      ? `${call}(): internal error: output_size.size() must be ${axes}`
      : `${call}: output_size must be ${axes}`;
    return refuse(machine, what);
  }
  if (spreadOut.some((size) => size < 0))
    refuse(
      machine,
      `${call}: elements of output_size must be greater than or equal to 0 but received {${spreadOut.join(', ')}}`,
    );
  return spreadOut;
}

function adaptivePool(axes: number, kind: 'avg' | 'max'): TorchFunction {
  const call = `adaptive_${kind}_pool${axes}d`;
  return torchFunction(
    call,
    kind === 'max' ? 'input, output_size, return_indices=False' : 'input, output_size',
    // torch's own adaptive_max_pool1d gives indices too.
    axes === 1 && kind === 'avg' ? ['torch', 'functional'] : ['functional'],
    (recorder, input, outputSize, wanted = none) => {
      const image = shapedArgument(recorder, input, call);
      checkRank(recorder.machine, call, axes, image.shape);
      const sizes = adaptiveSizes(recorder.machine, call, axes, outputSize, image.shape);
      const op = kind === 'max' ? 'adaptive-max-pool' : 'adaptive-average-pool';
      const results = withBatch(recorder, image, axes, (batched) =>
        recorder.applyAll({ op, attributes: { sizes } }, [batched], { flavour: batched.flavour }),
      );
      return withIndices(recorder, results, wanted);
    },
  );
}

function normPool(axes: number): TorchFunction {
  const call = `lp_pool${axes}d`;
  return torchFunction(
    call,
    'input, norm_type, kernel_size, stride=None, ceil_mode=False',
    ['functional'],
    (recorder, input, norm, kernel, stride, ceilMode) => {
      const { machine } = recorder;
      const image = shapedArgument(recorder, input, call);
      const windows = windowsOf(machine, call, axes, { kernel, stride, ceilMode }, 3);
      checkRank(machine, call, axes, image.shape);
      const exponent = number(machine, norm);
      const results = withBatch(recorder, image, axes, (batched) => {
        checkWindows(machine, batched.shape, windows);
        const { kernel: taps, strides } = windows;
        const attributes = { exponent, kernel: taps, strides, ceilMode: windows.ceilMode };
        return [applied(recorder, { op: 'lp-pool', attributes }, [batched])];
      });
      return firstOf(results).value;
    },
  );
}

function maxUnpool(axes: number): TorchFunction {
  const call = `max_unpool${axes}d`;
  return torchFunction(
    call,
    'input, indices, kernel_size, stride=None, padding=0, output_size=None',
    ['functional'],
    (recorder, ...bound) => {
      const [input, indices, kernel, stride, padding, outputSize] = bound as Six; // as many as the signature has
      const { machine } = recorder;
      const image = shapedArgument(recorder, input, call);
      const places = shapedArgument(recorder, indices, call, 'indices', 2);
      if (places.shape.join() !== image.shape.join())
        refuse(
          machine,
          `Expected shape of indices to be same as that of the input tensor (${listText(image.shape)}) but got indices tensor with shape: ${listText(places.shape)}`,
        );
      const windows = windowsOf(machine, call, axes, { kernel, stride, padding, ceilMode: none }, 3);
      const own = image.shape
        .slice(-axes)
        .map(
          (size, axis) =>
            (size - 1) * (windows.strides[axis] ?? 1) +
            (windows.kernel[axis] ?? 1) -
            2 * (windows.padding[axis] ?? 0),
        );
      const asked =
        outputSize.kind === 'none'
          ? own
          : intsArgument(machine, outputSize, { call, name: 'output_size', place: 6 });
      const sizes = asked.slice(-axes);
      checkUnpooled(machine, sizes, own, windows);
      const index =
        image.shape.length === axes + 1
          ? applied(recorder, { op: 'unsqueeze', attributes: { axis: 0 } }, [places])
          : places;
      const results = withBatch(recorder, image, axes, (batched) => [
        applied(recorder, { op: 'max-unpool', attributes: { sizes } }, [batched, index]),
      ]);
      return firstOf(results).value;
    },
  );
}

function checkUnpooled(
  machine: Machine,
  sizes: readonly number[],
  own: readonly number[],
  { strides }: Windows,
): void {
  for (const [axis, size] of sizes.entries()) {
    const [least, most] = [(own[axis] ?? 0) - (strides[axis] ?? 0), (own[axis] ?? 0) + (strides[axis] ?? 0)];
    if (size > least && size < most) continue;
    const message = `invalid output_size "(${sizes.join(', ')})" (dim ${axis} must be between ${least} and ${most})`;
    throw fail(machine, 'ValueError', message);
  }
}

export const poolingFunctions: readonly TorchFunction[] = [1, 2, 3].flatMap((axes) => [
  maxPool(axes),
  averagePool(axes),
  adaptivePool(axes, 'avg'),
  adaptivePool(axes, 'max'),
  normPool(axes),
  maxUnpool(axes),
]);
