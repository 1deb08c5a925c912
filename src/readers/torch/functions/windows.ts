/** Windows of pools: read from a program's words, and refused in PyTorch's (aten/native/Pool.h). */
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { flag } from '../../tensors/arguments';
import { intsArgument, listText, spread } from './places';

/** The windows of a pool, a number for each axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
  readonly dilations: readonly number[];
  readonly ceilMode: boolean;
}

/** What a program says of windows. */
interface WindowWords {
  readonly kernel: Value;
  readonly stride: Value;
  readonly padding?: Value;
  readonly dilation?: Value;
  readonly ceilMode: Value;
}

const countWords = ['', 'a single int', 'a tuple of two ints', 'a tuple of three ints'];
/** Raises RuntimeError. */
export function refuse(machine: Machine, message: string): never {
  throw fail(machine, 'RuntimeError', message);
}

/** Reads and checks windows. `first` is the place of the kernel's argument. */
export function windowsOf(
  machine: Machine,
  call: string,
  axes: number,
  words: WindowWords,
  first = 2,
): Windows {
  const read = (value: Value, name: string, place: number): readonly number[] => {
    const given = intsArgument(machine, value, { call, name, place });
    const spreadOut = spread(given, axes);
    if (spreadOut) return spreadOut;
    const omitted = name === 'stride' ? 'be omitted, ' : 'be ';
    const words =
      axes === 1 ? `${omitted}a single int` : `${omitted}a single int, or ${countWords[axes] ?? ''}`;
    return refuse(
      machine,
      `${call}: ${name} must either ${words}`.replace('be a single int,', 'be a single int,'),
    );
  };
  const kernel = read(words.kernel, 'kernel_size', first);
  const given =
    words.stride.kind === 'none'
      ? []
      : intsArgument(machine, words.stride, { call, name: 'stride', place: first + 1 });
  const strides = given.length === 0 ? kernel : read(words.stride, 'stride', first + 1);
  const padding = words.padding ? read(words.padding, 'padding', first + 2) : kernel.map(() => 0);
  const dilations = words.dilation ? read(words.dilation, 'dilation', first + 3) : kernel.map(() => 1);
  return { kernel, strides, padding, dilations, ceilMode: flag(machine, words.ceilMode) };
}

/** kT, kH, kW with their numbers. */
export function named(start: string, values: readonly number[]): string {
  const letters = values.length === 3 ? ['T', 'H', 'W'] : values.length === 2 ? ['H', 'W'] : ['W'];
  return values.map((value, axis) => `${start}${letters[axis] ?? ''}: ${value}`).join(' ');
}

/** The number of windows along an axis (pooling_output_shape). */
function windowCount(size: number, axis: number, windows: Windows): number {
  const { kernel, strides, padding, dilations, ceilMode } = windows;
  const [taps = 1, step = 1, pad = 0, gap = 1] = [kernel, strides, padding, dilations].map(
    (all) => all[axis],
  );
  const room = size + 2 * pad - gap * (taps - 1) - 1 + (ceilMode ? step - 1 : 0);
  const count = Math.floor(room / step) + 1;
  return ceilMode && (count - 1) * step >= size + pad ? count - 1 : count;
}

/** Refuses windows that no input fits, or not this one; `shape` is (batch, channels, ...places). */
export function checkWindows(machine: Machine, shape: readonly number[], windows: Windows): void {
  const { kernel, strides, padding, dilations } = windows;
  if (strides.includes(0)) refuse(machine, 'stride should not be zero');
  const positive = (values: readonly number[]): boolean => values.every((value) => value > 0);
  if (!positive(kernel))
    refuse(machine, `kernel size should be greater than zero, but got ${named('k', kernel)}`);
  if (!positive(strides))
    refuse(machine, `stride should be greater than zero, but got ${named('d', strides)}`);
  if (!positive(dilations))
    refuse(machine, `dilation should be greater than zero, but got ${named('dilation', dilations)}`);
  for (const [axis, pad] of padding.entries()) {
    const [taps = 1, gap = 1] = [kernel[axis], dilations[axis]];
    if (pad < 0) refuse(machine, `pad must be non-negative, but got pad: ${pad}`);
    if (pad > Math.floor((gap * (taps - 1) + 1) / 2))
      refuse(
        machine,
        `pad should be at most half of effective kernel size, but got pad=${pad}, kernel_size=${taps} and dilation=${gap}`,
      );
  }
  const [, channels = 0, ...places] = shape;
  const counts = places.map((size, axis) => windowCount(size, axis, windows));
  if (counts.some((count) => count < 1))
    refuse(
      machine,
      `Given input size: (${[channels, ...places].join('x')}). Calculated output size: (${[channels, ...counts].join('x')}). Output size is too small`,
    );
}

/** The same for one axis, where PyTorch has other words. */
export function checkLine(machine: Machine, shape: readonly number[], windows: Windows): void {
  const [taps = 1, step = 1, pad = 0, gap = 1] = [
    windows.kernel[0],
    windows.strides[0],
    windows.padding[0],
    windows.dilations[0],
  ];
  if (taps <= 0) refuse(machine, `max_pool1d() kernel_size must be greater than zero, but got ${taps}`);
  if (step <= 0) refuse(machine, `max_pool1d() stride must be greater than zero, but got ${step}`);
  if (pad < 0) refuse(machine, `max_pool1d() padding must be non-negative, but got ${pad}`);
  if (pad > taps / 2)
    refuse(
      machine,
      `max_pool1d() padding should be at most half of kernel size, but got padding=${pad} and kernel_size=${taps}`,
    );
  if (gap <= 0) refuse(machine, `max_pool1d() dilation must be greater than zero, but got ${gap}`);
  const count = windowCount(shape[2] ?? 0, 0, windows);
  if (count < 1) refuse(machine, `max_pool1d() Invalid computed output size: ${count}`);
}

/** Refuses inputs that are neither (channels, ...places) nor a batch of such, each pool in its own words. */
export function checkRank(machine: Machine, call: string, axes: number, shape: readonly number[]): void {
  const rank = shape.length;
  if (rank === axes + 1 || rank === axes + 2) return;
  const expected = `Expected ${axes + 1}D or ${axes + 2}D (batch mode) tensor with optional 0 dim batch size for input, but got:${listText(shape)}`;
  if (call === 'max_pool1d') refuse(machine, `${call}: ${expected}`);
  if (axes === 1)
    refuse(
      machine,
      `Expected 2 to 3 dimensions, but got ${rank}-dimensional tensor for argument #1 'self' (while checking arguments for ${call})`,
    );
  if (call.startsWith('adaptive'))
    refuse(machine, `${call}(): Expected ${axes + 1}D or ${axes + 2}D tensor, but got: ${listText(shape)}`);
  const short = (call === 'avg_pool2d' || call === 'lp_pool2d') && rank < 3;
  if (short)
    throw fail(
      machine,
      'IndexError',
      `Dimension out of range (expected to be in range of [${-rank}, ${rank - 1}], but got -3)`,
    );
  if (call === 'avg_pool2d') refuse(machine, expected);
  refuse(machine, `non-empty ${axes + 1}D or ${axes + 2}D (batch mode) tensor expected for input`);
}
