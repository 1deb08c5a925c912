/** Initialisations: seeded fills of parameters, each by its name in the literature with the definition that PyTorch gives it. */
import type { RandomStream } from './random';
import { orthogonal } from './orthogonal';
import { sizeOf, tensorOf, type FloatType, type Shape, type Tensor } from './tensor';

/** The number of inputs and outputs that one weight tensor connects. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** How one parameter gets its first values. */
export interface Initialisation {
  readonly name: InitialisationName;
  /** The number that goes with the name (see the table), or its default. */
  readonly argument?: number;
  /** All values, row-major, for `values`. */
  readonly values?: ArrayLike<number>;
  /** A row that is zero however the others start (PyTorch's padding_idx). */
  readonly zeroRow?: number;
}

interface InitialisationRow {
  /** What `argument` means, or null when there is none. */
  readonly argument: string | null;
  readonly fallback: number;
  /** The standard deviation of the values; NaN where values are given. */
  deviation(fans: Fans, argument: number): number;
  fill(fans: Fans, argument: number, shape: Shape, random: RandomStream): (position: number) => number;
}

/** Standard deviation of a standard normal number truncated to [-2, 2]. */
const truncatedDeviation = 0.8796256610342398;

const constant = (value: (argument: number) => number, argument: string | null): InitialisationRow => ({
  argument,
  fallback: 0,
  deviation: () => 0,
  fill: (_fans, given) => () => value(given),
});

const uniform = (
  bound: (fans: Fans, argument: number) => number,
  argument: string,
  fallback: number,
): InitialisationRow => ({
  argument,
  fallback,
  deviation: (fans, given) => bound(fans, given) / Math.sqrt(3),
  fill: (fans, given, _shape, random) => {
    const limit = bound(fans, given);
    return (position) => (2 * random.uniform(position) - 1) * limit;
  },
});

const normal = (
  std: (fans: Fans, argument: number) => number,
  argument: string,
  fallback: number,
): InitialisationRow => ({
  argument,
  fallback,
  deviation: std,
  fill: (fans, given, _shape, random) => {
    const scale = std(fans, given);
    return (position) => random.normal(position) * scale;
  },
});

/**
 * Every initialisation. Xavier (Glorot and Bengio 2010): variance gain^2 * 2 / (fanIn + fanOut). He (He et al. 2015): gain^2 / fanIn
 * with gain sqrt(2). LeCun (1998): 1 / fanIn. `pytorch` is nn.Linear's default, uniform within 1 / sqrt(fanIn) for weights and
 * biases; `keras` is Dense's kernel default, Glorot uniform.
 */
export const initialisations = {
  zeros: constant(() => 0, null),
  ones: constant(() => 1, null),
  constant: constant((value) => value, 'value'),
  normal: normal((_fans, std) => std, 'std', 1),
  uniform: uniform((_fans, bound) => bound, 'bound', 1),
  'xavier-uniform': uniform((fans, gain) => gain * Math.sqrt(6 / (fans.fanIn + fans.fanOut)), 'gain', 1),
  'xavier-normal': normal((fans, gain) => gain * Math.sqrt(2 / (fans.fanIn + fans.fanOut)), 'gain', 1),
  'he-uniform': uniform((fans, gain) => gain * Math.sqrt(3 / fans.fanIn), 'gain', Math.SQRT2),
  'he-normal': normal((fans, gain) => gain / Math.sqrt(fans.fanIn), 'gain', Math.SQRT2),
  'lecun-uniform': uniform((fans, gain) => gain * Math.sqrt(3 / fans.fanIn), 'gain', 1),
  'lecun-normal': normal((fans, gain) => gain / Math.sqrt(fans.fanIn), 'gain', 1),
  orthogonal: {
    argument: 'gain',
    fallback: 1,
    deviation: (fans, gain) => gain / Math.sqrt(Math.max(fans.fanIn, fans.fanOut)),
    fill: (_fans, gain, shape, random) => {
      const values = orthogonal(shape, random);
      return (position) => gain * (values[position] ?? 0);
    },
  },
  'truncated-normal': {
    argument: 'std',
    fallback: 1,
    deviation: (_fans, std) => std * truncatedDeviation,
    fill: (_fans, std, _shape, random) => (position) => std * random.truncatedNormal(position, 2),
  },
  pytorch: uniform((fans, gain) => (fans.fanIn === 0 ? 0 : gain / Math.sqrt(fans.fanIn)), 'gain', 1),
  keras: uniform((fans, gain) => gain * Math.sqrt(6 / (fans.fanIn + fans.fanOut)), 'gain', 1),
  values: { argument: null, fallback: 0, deviation: () => NaN, fill: () => () => NaN },
} as const satisfies Record<string, InitialisationRow>;

/** The name of an initialisation. */
export type InitialisationName = keyof typeof initialisations;

/** The names that a user can write. */
export const initialisationNames: readonly InitialisationName[] = (
  Object.keys(initialisations) as InitialisationName[]
) // the keys of a constant object are exactly its names
  .filter((name) => name !== 'values');

/** The standard deviation that the values of an initialisation have; NaN for given values. */
export function deviationOf(initialisation: Initialisation, fans: Fans): number {
  const row: InitialisationRow = initialisations[initialisation.name];
  return row.deviation(fans, initialisation.argument ?? row.fallback);
}

/** A parameter's first values, drawn from its own random stream. */
export function initialValues(
  initialisation: Initialisation,
  type: { readonly elementType: FloatType; readonly shape: Shape },
  fans: Fans,
  random: RandomStream,
): Tensor {
  if (initialisation.values) return tensorOf(type.elementType, type.shape, initialisation.values);
  const row: InitialisationRow = initialisations[initialisation.name];
  const at = row.fill(fans, initialisation.argument ?? row.fallback, type.shape, random);
  const values = new Float64Array(sizeOf(type.shape));
  for (let position = 0; position < values.length; position += 1) values[position] = at(position);
  const { zeroRow } = initialisation;
  if (zeroRow !== undefined) {
    const length = sizeOf(type.shape.slice(1));
    values.fill(0, zeroRow * length, (zeroRow + 1) * length);
  }
  return tensorOf(type.elementType, type.shape, values);
}
