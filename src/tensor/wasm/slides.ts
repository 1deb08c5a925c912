/**
 * Slides: convolutions and their input gradients as one and the same thing, sums of weights times numbers that stand at a place's base
 * plus a tap's offset in images with zeros around them. The gradient for a stride s falls into s phases along each axis: the places whose
 * number leaves the same rest see the same taps, at even steps.
 */
import { volume, type SlidingWindows, type Triple } from '../slidingWindows';

/** One axis of a phase. */
interface AxisPhase {
  /** Places of the result. */
  readonly count: number;
  /** From one place to the next: how far the reading moves. */
  readonly sourceStep: number;
  readonly targetFirst: number;
  readonly targetStep: number;
  readonly taps: readonly AxisTap[];
}

interface AxisTap {
  /** Its number along the kernel's axis. */
  readonly index: number;
  /** Where it reads for the first place, in the stored source. */
  readonly offset: number;
}

/** One axis of a slide. */
interface Axis {
  /** Zeros before the source. */
  readonly before: number;
  /** Places that are read, zeros included. */
  readonly size: number;
  readonly phases: readonly AxisPhase[];
}

/** Places that see the same taps. Numbers count elements. */
export interface Phase {
  /** Where each place reads in a plane of the stored source, and where it stands in a plane of the result. */
  readonly bases: Uint32Array;
  readonly targets: Uint32Array;
  /** Places side by side, evenly spaced. */
  readonly rowPlaces: number;
  /** What each tap adds to a base, and its number in the kernel. */
  readonly offsets: Uint32Array;
  readonly taps: Uint32Array;
}

/** Everything about the places of one image and channel. */
export interface Slide {
  readonly source: Triple;
  /** Sizes of the stored source: with zeros around it where `pads`, else its own. */
  readonly stored: Triple;
  readonly before: Triple;
  readonly pads: boolean;
  readonly phases: readonly Phase[];
  /** Whether the phases hold every place of the result; no tap reaches the others, which are zero. */
  readonly whole: boolean;
}

/** The convolution itself: one phase. */
export function forwardSlide(windows: SlidingWindows): Slide {
  const { source, kernel, target, strides, padding, dilations } = windows;
  return slideOf(source, target, kernel, (axis) => {
    const stride = strides[axis] ?? 1;
    const taps = counted(kernel[axis] ?? 1, (index) => ({ index, offset: index * (dilations[axis] ?? 1) }));
    const count = target[axis] ?? 1;
    const phase = { count, sourceStep: stride, targetFirst: 0, targetStep: 1, taps };
    return { before: padding[axis] ?? 0, phases: [phase] };
  });
}

/** The gradient of the source, read from the gradient of the target. */
export function gradientSlide(windows: SlidingWindows): Slide {
  const { source, kernel, target, strides, padding, dilations } = windows;
  return slideOf(target, source, kernel, (axis) => {
    const stride = strides[axis] ?? 1;
    // Place p of the source meets tap k at position (p + padding - dilation k) / stride, where that is whole.
    const shifts = (rest: number): AxisTap[] =>
      counted(kernel[axis] ?? 1, (index) => ({
        index,
        offset: (rest + (padding[axis] ?? 0) - index * (dilations[axis] ?? 1)) / stride,
      })).filter(({ offset }) => Number.isInteger(offset));
    const size = source[axis] ?? 1;
    const rests = counted(Math.min(stride, size), shifts);
    const before = largestOf(
      rests.flat().map(({ offset }) => -offset),
      0,
    );
    const phases = rests.map((taps, rest) => ({
      count: Math.ceil((size - rest) / stride),
      sourceStep: 1,
      targetFirst: rest,
      targetStep: stride,
      taps: taps.map(({ index, offset }) => ({ index, offset: offset + before })),
    }));
    // A large stride leaves most places without a tap: a phase for each would take longer than all the others.
    return { before, phases: phases.filter(({ taps }) => taps.length > 0) };
  });
}

/** The largest number, at least `least`; as arguments of Math.max there could be too many. */
function largestOf(numbers: readonly number[], least: number): number {
  return numbers.reduce((largest, number) => Math.max(largest, number), least);
}

function counted<T>(count: number, each: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => each(index));
}

function slideOf(
  source: Triple,
  target: Triple,
  kernel: Triple,
  axisOf: (axis: number) => Omit<Axis, 'size'>,
): Slide {
  const axis = (which: number): Axis => {
    const { before, phases } = axisOf(which);
    const reached = phases.flatMap(({ count, sourceStep, taps }) =>
      taps.map(({ offset }) => (count - 1) * sourceStep + offset + 1),
    );
    return { before, phases, size: largestOf(reached, 1) };
  };
  const [depth, height, width] = [axis(0), axis(1), axis(2)];
  const axes = [depth, height, width];
  const pads = axes.some(({ before, size }, which) => before > 0 || size > (source[which] ?? 0));
  const stored: Triple = pads ? [depth.size, height.size, width.size] : source;
  const phases = depth.phases.flatMap((d) =>
    height.phases.flatMap((h) => width.phases.map((w) => phaseOf([d, h, w], stored, target, kernel))),
  );
  const places = phases.reduce((sum, { targets }) => sum + targets.length, 0);
  const whole = places === volume(target);
  return { source, stored, before: [depth.before, height.before, width.before], pads, phases, whole };
}

function phaseOf(
  axes: readonly [AxisPhase, AxisPhase, AxisPhase],
  stored: Triple,
  target: Triple,
  kernel: Triple,
): Phase {
  const places = counted(3, (axis) => counted(axes[axis]?.count ?? 0, (place) => place));
  const at = (axis: number, of: (phase: AxisPhase, place: number) => number): number[] =>
    (places[axis] ?? []).map((place) => of(axes[axis] ?? axes[2], place));
  const read = (phase: AxisPhase, place: number): number => place * phase.sourceStep;
  const put = (phase: AxisPhase, place: number): number => phase.targetFirst + place * phase.targetStep;
  const taps = axes.map((phase) => phase.taps.map(({ index }) => index));
  const offsets = axes.map((phase) => phase.taps.map(({ offset }) => offset));
  return {
    bases: positions(stored, [at(0, read), at(1, read), at(2, read)]),
    targets: positions(target, [at(0, put), at(1, put), at(2, put)]),
    rowPlaces: axes[2].count,
    offsets: positions(stored, offsets),
    taps: positions(kernel, taps),
  };
}

/** The positions in row-major order of all combinations of places along three axes. */
function positions([, height, width]: Triple, along: readonly (readonly number[])[]): Uint32Array {
  const [depths = [], rows = [], columns = []] = along;
  const all = new Uint32Array(depths.length * rows.length * columns.length);
  let place = 0;
  for (const d of depths) {
    for (const h of rows) {
      const first = (d * height + h) * width;
      for (const w of columns) {
        all[place] = first + w;
        place += 1;
      }
    }
  }
  return all;
}

/** Places of the largest phase. */
export function largestPhase({ phases }: Slide): number {
  return largestOf(
    phases.map(({ bases }) => bases.length),
    1,
  );
}

/** Numbers of a stored plane. */
export function storedPlane({ stored }: Slide): number {
  return volume(stored);
}
