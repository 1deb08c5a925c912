/** What the ops over sliding windows ask of their attributes, and the numbers of places that follow. */
import { shapeText } from '../../base/numbers';
import { isFloat, type Shape, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { wholeNumbersError } from '../wholeNumbers';

/** Names of the axes of places by their number, the last ones first in use. */
const placeNames = ['depth', 'height', 'width'] as const;

/** An input as users write it: (batch, channels, height, width). */
export function inputAxes(axes: number): string {
  const places = axes === 1 ? ['places'] : placeNames.slice(-axes);
  return `(${['batch', 'channels', ...places].join(', ')})`;
}

/** Why the two operands are missing, are no floats or have no axes of places; null where they fit so far. */
export function operandError(
  name: string,
  x: TensorType | undefined,
  weight: TensorType | undefined,
): ShapeError | null {
  if (!x || !weight) return { error: `${name} takes an input and a weight` };
  const other = [x, weight].find(({ elementType }) => !isFloat(elementType));
  if (other) return { error: `${name} takes floats, found elements of type ${other.elementType}` };
  const axes = weight.shape.length - 2;
  if (axes < 1 || axes > 3) {
    return {
      error: `${name} needs a weight with one to three axes of places, this one has the shape ${shapeText(weight.shape)}`,
    };
  }
  if (x.shape.length !== axes + 2) {
    return {
      error: `${name} needs an input of ${inputAxes(axes)} for its kernel, this one has the shape ${shapeText(x.shape)}`,
    };
  }
  const empty = weight.shape.slice(2).some((size) => size < 1);
  return empty ? { error: `${name} needs a kernel with at least one place` } : null;
}

/** Why numbers do not fit the axes: `count` of them, whole, of at least `least`. */
export function numbersError(
  name: string,
  what: string,
  values: readonly number[],
  count: number,
  least: number,
): ShapeError | null {
  if (values.length !== count) {
    return { error: `${name} needs ${count} numbers as ${what}, found ${values.length}` };
  }
  return wholeNumbersError(name, what, values, least);
}

/** Why channels and outputs cannot be split into groups. */
export function groupsError(
  name: string,
  groups: number,
  sizes: Readonly<Record<string, number>>,
): ShapeError | null {
  if (!Number.isInteger(groups) || groups < 1)
    return { error: `${name} needs at least one group, found ${groups}` };
  const uneven = Object.entries(sizes).find(([, size]) => size % groups !== 0);
  return uneven ? { error: `${name} cannot split ${uneven[1]} ${uneven[0]} into ${groups} groups` } : null;
}

/** Why a bias does not have one number per output. */
export function biasError(name: string, bias: TensorType | undefined, outputs: number): ShapeError | null {
  if (!bias || (bias.shape.length === 1 && bias.shape[0] === outputs)) return null;
  return {
    error: `${name} needs a bias of one number per output, ${outputs} in all, this one has the shape ${shapeText(bias.shape)}`,
  };
}

/** What slides over one axis. */
export interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly before: number;
  readonly after: number;
  readonly dilation: number;
}

/** Places that a dilated kernel spans. */
export function spanOf({ kernel, dilation }: Pick<AxisWindow, 'kernel' | 'dilation'>): number {
  return (kernel - 1) * dilation + 1;
}

/** The number of positions along every axis, or why the kernel does not fit. */
export function positionsOf(
  name: string,
  places: Shape,
  windows: readonly AxisWindow[],
): readonly number[] | ShapeError {
  const room = windows.map(({ before, after }, axis) => (places[axis] ?? 0) + before + after);
  const spans = windows.map(spanOf);
  if (spans.some((span, axis) => span > (room[axis] ?? 0))) {
    return {
      error: `${name} needs a kernel that fits into the padded input, it spans ${spans.join(' x ')} and the input has ${room.join(' x ')} places`,
    };
  }
  return windows.map(({ stride }, axis) => Math.floor(((room[axis] ?? 0) - (spans[axis] ?? 0)) / stride) + 1);
}
