/** The optional arguments of normalisations: which are there, in what order, and whether they fit the channels. */
import { isFloat, sizeOf, type Tensor, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';

/** Which arguments stand behind the input, in this order: scale, shift, then running mean and running variance, then their count. */
export interface Present {
  readonly scale: boolean;
  readonly shift: boolean;
  /** Running mean and variance. */
  readonly statistics: boolean;
  /** The number of batches that the running statistics have seen. */
  readonly count: boolean;
}

/** The arguments by their meaning; null for those that are not there. */
export interface Named<Argument> {
  readonly x: Argument;
  readonly scale: Argument | null;
  readonly shift: Argument | null;
  readonly mean: Argument | null;
  readonly variance: Argument | null;
  readonly count: Argument | null;
}

/** The names of the arguments behind the input. */
export function namesOf({ scale, shift, statistics, count }: Present): readonly (keyof Named<unknown>)[] {
  return [
    ...(scale ? (['scale'] as const) : []),
    ...(shift ? (['shift'] as const) : []),
    ...(statistics ? (['mean', 'variance'] as const) : []),
    ...(count ? (['count'] as const) : []),
  ];
}

const words: Readonly<Record<keyof Named<unknown>, string>> = {
  x: 'an input',
  scale: 'a scale',
  shift: 'a shift',
  mean: 'a running mean',
  variance: 'a running variance',
  count: 'a count of batches',
};

/** The arguments by their names, or null where one is missing. */
export function named<Argument>(args: readonly Argument[], present: Present): Named<Argument> | null {
  const [x] = args;
  const names = namesOf(present);
  if (x === undefined || args.length !== names.length + 1) return null;
  const at = (name: keyof Named<unknown>): Argument | null => args[names.indexOf(name) + 1] ?? null;
  const find = (name: keyof Named<unknown>): Argument | null => (names.includes(name) ? at(name) : null);
  return {
    x,
    scale: find('scale'),
    shift: find('shift'),
    mean: find('mean'),
    variance: find('variance'),
    count: find('count'),
  };
}

/** The arguments of a forward pass, whose shape rule has seen that they are there. */
export function tensorsOf(op: string, args: readonly Tensor[], present: Present): Named<Tensor> {
  const found = named(args, present);
  if (!found) throw new RangeError(missing(op, present));
  return found;
}

/** The sentence about arguments that are missing. */
export function missing(op: string, present: Present): string {
  const all = ['x' as const, ...namesOf(present)].map((name) => words[name]);
  const last = all.pop() ?? '';
  return `${op} takes ${all.length > 0 ? `${all.join(', ')} and ${last}` : last}`;
}

/** Why the arguments do not fit an input whose statistics have one number for each of `size` places; null where they do. */
export function misfit(
  op: string,
  args: Named<TensorType>,
  size: number,
  place: 'channel' | 'feature',
): ShapeError | null {
  if (!isFloat(args.x.elementType))
    return { error: `${op} needs floats, found ${args.x.elementType} values` };
  for (const name of ['scale', 'shift', 'mean', 'variance', 'count'] as const) {
    const found = args[name];
    if (found && !isFloat(found.elementType))
      return { error: `${op} needs ${words[name]} of floats, found ${found.elementType} values` };
    if (name === 'count') continue;
    if (found && sizeOf(found.shape) !== size) {
      const counted = `${size} ${place}${size === 1 ? '' : 's'}`;
      return {
        error: `${op} needs ${words[name]} with one number per ${place}: ${counted}, found ${sizeOf(found.shape)}`,
      };
    }
  }
  if (args.count && sizeOf(args.count.shape) !== 1) {
    return { error: `${op} needs a count of batches that is one number, found ${sizeOf(args.count.shape)}` };
  }
  return null;
}

/** Why an epsilon is none; null where it is one. */
export function epsilonMisfit(op: string, epsilon: number): ShapeError | null {
  return epsilon >= 0 && Number.isFinite(epsilon)
    ? null
    : { error: `${op} needs an epsilon of at least 0, found ${epsilon}` };
}
