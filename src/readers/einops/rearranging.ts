/** What rearrange, repeat and reduce do with a tensor: reshape, reduce, permute, expand, reshape, each only where it changes something. */
import type { OpCall } from '../../ops/table';
import type { Recorder } from '../tensors/recorder';
import type { TensorValue } from '../tensors/tensorValue';
import { PatternMistake, sidesOf, type Axis, type Side } from './pattern';

/** The three functions, and how reduce folds. */
export type Operation = 'rearrange' | 'repeat' | 'reduce';

/** A tensor under a pattern. @throws PatternMistake where they do not fit */
export function rearranged(
  recorder: Recorder,
  tensor: TensorValue,
  pattern: string,
  operation: Operation,
  reduction: string,
  lengths: ReadonlyMap<string, number>,
): TensorValue {
  const { flavour } = tensor;
  const { shape } = tensor;
  const on = (call: OpCall, of: TensorValue): TensorValue => recorder.apply(call, [of], { flavour });
  const { left, right } = sidesOf(pattern);
  if (!shape) return on({ op: 'reshape', attributes: { sizes: [-1] } }, tensor);
  const sizes = new Map<string, number>();
  const from = named(spread(left, shape.length, 'left'), 'left', sizes);
  const to = named(spread(right, shape.length, 'right', left), 'right', sizes);
  checkNames(from, to, operation, lengths);
  measured(from, shape, sizes, lengths);
  const missing = to.flat().filter((name) => !sizes.has(name));
  for (const name of missing) {
    const length = lengths.get(name);
    if (length === undefined) throw new PatternMistake(`Specify sizes for new axes in repeat: {'${name}'}`);
    sizes.set(name, length);
  }
  const size = (names: readonly string[]): number[] => names.map((name) => sizes.get(name) ?? 1);
  const elementary = from.flat();
  let at = reshapedTo(recorder, tensor, size(elementary));
  const wanted = to.flat();
  const kept = elementary.filter((name) => wanted.includes(name));
  if (kept.length < elementary.length) {
    const axes = elementary.flatMap((name, axis) => (wanted.includes(name) ? [] : [axis]));
    at = folded(recorder, at, reduction, axes);
  }
  const order = wanted.filter((name) => kept.includes(name));
  const axes = order.map((name) => kept.indexOf(name));
  if (axes.some((axis, place) => axis !== place)) at = on({ op: 'permute', attributes: { axes } }, at);
  if (order.length < wanted.length) {
    at = reshapedTo(
      recorder,
      at,
      wanted.map((name) => (order.includes(name) ? (sizes.get(name) ?? 1) : 1)),
    );
    if (at.shape?.join() !== size(wanted).join())
      at = on({ op: 'expand', attributes: { sizes: size(wanted) } }, at);
  }
  return reshapedTo(
    recorder,
    at,
    to.map((group) => size(group).reduce((product, each) => product * each, 1)),
  );
}

function reshapedTo(recorder: Recorder, tensor: TensorValue, sizes: readonly number[]): TensorValue {
  if (tensor.shape?.join() === sizes.join()) return tensor;
  return recorder.apply({ op: 'reshape', attributes: { sizes } }, [tensor], { flavour: tensor.flavour });
}

function folded(
  recorder: Recorder,
  tensor: TensorValue,
  reduction: string,
  axes: readonly number[],
): TensorValue {
  const { flavour } = tensor;
  const attributes = { axes, keepDimensions: false };
  switch (reduction) {
    case 'mean':
    case 'sum':
    case 'max':
    case 'min':
    case 'any':
    case 'all':
      return recorder.apply({ op: reduction, attributes }, [tensor], { flavour });
    case 'prod':
      return axes.reduceRight(
        (of, axis) =>
          recorder.apply({ op: 'product', attributes: { axes: [axis], keepDimensions: false } }, [of], {
            flavour,
          }),
        tensor,
      );
    default:
      throw new PatternMistake(
        `Unknown reduction ${reduction}. Expect one of ('min', 'max', 'sum', 'mean', 'prod', 'any', 'all').`,
      );
  }
}

/** A side with its ellipsis spread to as many axes as are left of the tensor. */
function spread(
  side: Side,
  rank: number,
  which: 'left' | 'right',
  left: Side = side,
): readonly (readonly Axis[])[] {
  const has = (of: Side): boolean => of.some((group) => group.includes('ellipsis'));
  if (which === 'right' && has(side) && !has(left)) {
    throw new PatternMistake('Ellipsis found in right side, but not left side of a pattern');
  }
  if (which === 'left' && side.some((group) => group !== 'ellipsis' && group.includes('ellipsis'))) {
    throw new PatternMistake('Ellipsis inside parenthesis in the left side is not allowed');
  }
  const count = rank - (has(left) ? left.length - 1 : left.length);
  if (which === 'left' && (count < 0 || (count > 0 && !has(side)))) {
    const wanted = has(side) ? `expected at least ${side.length - 1}` : `expected ${side.length}`;
    throw new PatternMistake(
      has(side)
        ? `Wrong shape: ${wanted} dims. Received ${rank}-dim tensor.`
        : `Wrong shape: ${wanted} dims. Received ${rank}-dim tensor.`,
    );
  }
  const dots: readonly Axis[] = Array.from({ length: Math.max(0, count) }, (_, place) => ({
    name: `...${place}`,
  }));
  return side.flatMap((group) => {
    if (group === 'ellipsis') return dots.map((axis) => [axis]);
    return [group.flatMap((axis) => (axis === 'ellipsis' ? dots : [axis]))];
  });
}

/** Groups of names; lengths without a name get one of their own. */
function named(
  side: readonly (readonly Axis[])[],
  which: string,
  sizes: Map<string, number>,
): readonly (readonly string[])[] {
  let unnamed = 0;
  return side.map((group) =>
    group.map((axis) => {
      if ('name' in axis) return axis.name;
      unnamed += 1;
      const name = `${which} ${unnamed}`;
      sizes.set(name, axis.length);
      return name;
    }),
  );
}

function checkNames(
  from: readonly (readonly string[])[],
  to: readonly (readonly string[])[],
  operation: Operation,
  lengths: ReadonlyMap<string, number>,
): void {
  const [left, right] = [from.flat(), to.flat()];
  const listed = (names: readonly string[]): string => `{${names.map((name) => `'${name}'`).join(', ')}}`;
  const lost = left.filter((name) => !right.includes(name));
  const fresh = right.filter((name) => !left.includes(name));
  if (operation === 'rearrange' && [...lost, ...fresh].some((name) => name.includes(' '))) {
    throw new PatternMistake(
      'Non-unitary anonymous axes are not supported in rearrange (exception is length 1)',
    );
  }
  if (operation === 'rearrange' && lost.length + fresh.length > 0) {
    throw new PatternMistake(
      `Identifiers only on one side of expression (should be on both): ${listed([...lost, ...fresh])}`,
    );
  }
  if (operation === 'repeat' && lost.length > 0) {
    throw new PatternMistake(`Unexpected identifiers on the left side of repeat: ${listed(lost)}`);
  }
  if (operation === 'reduce' && fresh.length > 0) {
    throw new PatternMistake(`Unexpected identifiers on the right side of reduce repeat: ${listed(fresh)}`);
  }
  for (const name of lengths.keys()) {
    if (!left.includes(name) && !right.includes(name))
      throw new PatternMistake(`Axis ${name} is not used in transform`);
  }
}

/** Finds the length of every axis of the left side. */
function measured(
  from: readonly (readonly string[])[],
  shape: readonly number[],
  sizes: Map<string, number>,
  lengths: ReadonlyMap<string, number>,
): void {
  for (const [place, group] of from.entries()) {
    const whole = shape[place] ?? 1;
    for (const name of group) {
      const length = lengths.get(name);
      if (length !== undefined) sizes.set(name, length);
    }
    const open = group.filter((name) => !sizes.has(name));
    const known = group.reduce((product, name) => product * (sizes.get(name) ?? 1), 1);
    if (open.length > 1)
      throw new PatternMistake(`Could not infer sizes for {${open.map((name) => `'${name}'`).join(', ')}}`);
    const [only] = open;
    if (only === undefined) {
      if (known !== whole) throw new PatternMistake(`Shape mismatch, ${whole} != ${known}`);
    } else {
      if (whole % known !== 0) {
        throw new PatternMistake(
          `Shape mismatch, can't divide axis of length ${whole} in chunks of ${known}`,
        );
      }
      sizes.set(only, whole / known);
    }
  }
}
