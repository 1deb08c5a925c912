/** Groups of numbers that are normalised together: how they lie in a tensor, their statistics, and the way back through them. */
import type { Kernels } from '../../tensor/kernels';
import type { Per } from '../../tensor/normalisation';
import { reshaped, sizeOf, type Shape, type Tensor } from '../../tensor/tensor';

/** A tensor as a matrix whose rows or columns, here lines, each lie in one group and one channel. */
export interface Grouping {
  readonly per: Per;
  readonly matrix: readonly [rows: number, columns: number];
  /** Line k belongs to group floor(k / span) % groups and to channel k % channels. */
  readonly span: number;
  readonly groups: number;
  readonly channels: number;
}

/** One group a channel, over all other axes. */
export function byChannel(shape: Shape, axis: number): Grouping {
  const channels = shape[axis] ?? 1;
  const outer = sizeOf(shape.slice(0, axis));
  const inner = sizeOf(shape.slice(axis + 1));
  return inner === 1
    ? { per: 'column', matrix: [outer, channels], span: 1, groups: channels, channels }
    : { per: 'row', matrix: [outer * channels, inner], span: 1, groups: channels, channels };
}

/** The channels (axis 1) of each sample in `parts` groups of neighbours, with all that lies behind them. */
export function bySample(shape: Shape, parts: number): Grouping {
  const [batch = 0, channels = 1] = shape;
  const matrix = [batch * channels, sizeOf(shape.slice(2))] as const;
  return { per: 'row', matrix, span: channels / parts, groups: batch * parts, channels };
}

/** Mean and biased variance of every group. */
export interface Moments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

function linesOf({ per, matrix }: Grouping): number {
  return per === 'row' ? matrix[0] : matrix[1];
}

function groupOf({ span, groups }: Grouping, line: number): number {
  const place = span === 1 ? line : Math.floor(line / span);
  return place < groups ? place : place % groups;
}

function channelOf({ channels }: Grouping, line: number): number {
  return line < channels ? line : line % channels;
}

/** How many numbers one group has. */
export function countOf({ matrix, groups }: Grouping): number {
  return groups === 0 ? 0 : (matrix[0] * matrix[1]) / groups;
}

function asMatrix(tensor: Tensor, { matrix }: Grouping): Tensor {
  return reshaped(tensor, matrix);
}

/** The statistics of every group: those of its lines, put together (Chan, Golub, LeVeque 1979, for lines of equal length). */
export function momentsOf(kernels: Kernels, x: Tensor, grouping: Grouping): Moments {
  const lines = linesOf(grouping);
  const found = kernels.allocate([2, lines], 'float64');
  kernels.moments(grouping.per, asMatrix(x, grouping), found);
  if (lines === grouping.groups) {
    return {
      mean: new Float64Array(found.data.subarray(0, lines)),
      variance: new Float64Array(found.data.subarray(lines)),
    };
  }
  const mean = new Float64Array(grouping.groups);
  const variance = new Float64Array(grouping.groups);
  const linesPerGroup = lines / grouping.groups;
  for (let line = 0; line < lines; line += 1) {
    const group = groupOf(grouping, line);
    mean[group] = (mean[group] ?? NaN) + (found.data[line] ?? NaN) / linesPerGroup;
  }
  for (let line = 0; line < lines; line += 1) {
    const group = groupOf(grouping, line);
    const distance = (found.data[line] ?? NaN) - (mean[group] ?? NaN);
    const square = (found.data[lines + line] ?? NaN) + distance * distance;
    variance[group] = (variance[group] ?? NaN) + square / linesPerGroup;
  }
  return { mean, variance };
}

/** What is kept of a normalisation for the way back. */
export interface Standardised {
  readonly x: Tensor;
  readonly grouping: Grouping;
  readonly mean: Float64Array;
  /** 1 / sqrt(variance + epsilon) of every group. */
  readonly factor: Float64Array;
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
  /** Whether mean and variance are those of `x`, so that gradients pass through them. */
  readonly own: boolean;
}

/** y = (x - mean) / sqrt(variance + epsilon) scale + shift, with scale and shift per channel. */
export function standardised(
  kernels: Kernels,
  x: Tensor,
  grouping: Grouping,
  { mean, variance }: Moments,
  options: {
    readonly epsilon: number;
    readonly scale: Tensor | null;
    readonly shift: Tensor | null;
    readonly own: boolean;
  },
): { readonly y: Tensor; readonly saved: Standardised } {
  const { epsilon, scale, shift, own } = options;
  const factor = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const lines = linesOf(grouping);
  const coefficients = kernels.allocate([3, lines], 'float64');
  for (let line = 0; line < lines; line += 1) {
    const group = groupOf(grouping, line);
    const channel = channelOf(grouping, line);
    coefficients.data[line] = mean[group] ?? NaN;
    coefficients.data[lines + line] = (factor[group] ?? NaN) * (scale ? (scale.data[channel] ?? NaN) : 1);
    coefficients.data[2 * lines + line] = shift ? (shift.data[channel] ?? NaN) : 0;
  }
  const y = kernels.allocate(x.shape);
  kernels.standardise(grouping.per, asMatrix(x, grouping), coefficients, asMatrix(y, grouping));
  return { y, saved: { x, grouping, mean, factor, scale, shift, own } };
}

/** The gradients of x and of the arguments behind it by their names, as an op hands them back. */
export function argumentGradients(
  kernels: Kernels,
  dy: Tensor | null,
  saved: Standardised,
  behind: readonly string[],
  wanted: readonly boolean[],
): readonly (Tensor | null)[] {
  const names = ['x', ...behind];
  if (!dy) return names.map(() => null);
  const asked = (name: string): boolean => wanted[names.indexOf(name)] === true;
  const gradients = standardisedGradient(kernels, dy, saved, {
    x: asked('x'),
    scale: asked('scale'),
    shift: asked('shift'),
  });
  return names.map((name) => (name === 'x' || name === 'scale' || name === 'shift' ? gradients[name] : null));
}

/** The gradients of x, scale and shift; null for what is not wanted. */
function standardisedGradient(
  kernels: Kernels,
  dy: Tensor,
  saved: Standardised,
  wanted: Readonly<Record<'x' | 'scale' | 'shift', boolean>>,
): Readonly<Record<'x' | 'scale' | 'shift', Tensor | null>> {
  const { x, grouping, mean, scale, shift } = saved;
  const lines = linesOf(grouping);
  const sums = kernels.allocate([2, lines], 'float64');
  const centres = kernels.allocate([lines], 'float64');
  for (let line = 0; line < lines; line += 1) centres.data[line] = mean[groupOf(grouping, line)] ?? NaN;
  if (wanted.scale || wanted.shift || saved.own) {
    kernels.deviationSums(grouping.per, asMatrix(dy, grouping), asMatrix(x, grouping), centres, sums);
  }
  return {
    x: wanted.x ? inputGradient(kernels, dy, saved, sums) : null,
    scale: wanted.scale && scale ? scaleGradient(kernels, scale, saved, sums) : null,
    shift: wanted.shift && shift ? shiftGradient(kernels, shift, saved, sums) : null,
  };
}

function scaleGradient(kernels: Kernels, scale: Tensor, saved: Standardised, { data: sums }: Tensor): Tensor {
  const { grouping, factor } = saved;
  const lines = linesOf(grouping);
  const gathered = new Float64Array(grouping.channels);
  for (let line = 0; line < lines; line += 1) {
    const channel = channelOf(grouping, line);
    const share = (sums[lines + line] ?? NaN) * (factor[groupOf(grouping, line)] ?? NaN);
    gathered[channel] = (gathered[channel] ?? NaN) + share;
  }
  const gradient = kernels.allocate(scale.shape);
  gradient.data.set(gathered);
  return gradient;
}

function shiftGradient(
  kernels: Kernels,
  shift: Tensor,
  { grouping }: Standardised,
  { data: sums }: Tensor,
): Tensor {
  const gathered = new Float64Array(grouping.channels);
  for (let line = 0; line < linesOf(grouping); line += 1) {
    const channel = channelOf(grouping, line);
    gathered[channel] = (gathered[channel] ?? NaN) + (sums[line] ?? NaN);
  }
  const gradient = kernels.allocate(shift.shape);
  gradient.data.set(gathered);
  return gradient;
}

/**
 * With g = dy scale, d = x - mean, f = factor and means over the group: dx = f (g - mean(g) - f^2 d mean(g d)), and dx = f g where the
 * statistics are given from outside.
 */
function inputGradient(kernels: Kernels, dy: Tensor, saved: Standardised, { data: sums }: Tensor): Tensor {
  const { x, grouping, mean, factor, scale, own } = saved;
  const lines = linesOf(grouping);
  const scaleOf = (line: number): number => (scale ? (scale.data[channelOf(grouping, line)] ?? NaN) : 1);
  const flows = new Float64Array(grouping.groups);
  const products = new Float64Array(grouping.groups);
  const count = countOf(grouping);
  for (let line = 0; own && line < lines; line += 1) {
    const group = groupOf(grouping, line);
    flows[group] = (flows[group] ?? NaN) + (scaleOf(line) * (sums[line] ?? NaN)) / count;
    products[group] = (products[group] ?? NaN) + (scaleOf(line) * (sums[lines + line] ?? NaN)) / count;
  }
  const coefficients = kernels.allocate([own ? 4 : 3, lines], 'float64').data;
  for (let line = 0; line < lines; line += 1) {
    const group = groupOf(grouping, line);
    const f = factor[group] ?? NaN;
    coefficients[line] = own ? (mean[group] ?? NaN) : 0;
    coefficients[lines + line] = f * scaleOf(line);
    if (!own) continue;
    coefficients[2 * lines + line] = -(f ** 3) * (products[group] ?? NaN);
    coefficients[3 * lines + line] = -f * (flows[group] ?? NaN);
  }
  const dx = kernels.allocate(x.shape);
  const into = asMatrix(dx, grouping);
  const table = { elementType: 'float64', shape: [own ? 4 : 3, lines], data: coefficients } as const;
  if (own) kernels.combine(grouping.per, asMatrix(dy, grouping), asMatrix(x, grouping), table, into);
  else kernels.standardise(grouping.per, asMatrix(dy, grouping), table, into);
  return dx;
}
