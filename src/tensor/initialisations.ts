/** Initialisations: seeded fills of parameters, each by its name in the literature with the definition that PyTorch gives it. */
import {
  constant,
  cutNormal,
  forgetGate,
  formula,
  identity,
  normal,
  orthogonalTimesGain,
  sparse,
  truncated,
  uniform,
  type Asked,
  type Fans,
  type InitialisationRow,
} from './initialisationLaws';
import { drawLoops, type DrawKernels } from './draws';
import { hashAt, sineAt } from './formulas';
import { inPieces, unhurried, type Pace } from './pace';
import type { RandomStream } from './random';
import { sizeOf, zeros, type FloatType, type Shape, type Tensor } from './tensor';

export type { Fans };

/** How one parameter gets its first values. */
export interface Initialisation {
  readonly name: InitialisationName;
  /** The number that goes with the name (see the table), or its default. */
  readonly argument?: number;
  /** For `normal`, `uniform` and `truncated-normal`: where the values lie around; 0 unless given. */
  readonly centre?: number;
  /**
   * For `truncated-normal`: how far from the centre the values lie at most. Two standard deviations unless given, as in Keras;
   * PyTorch's trunc_normal_ has 2 whatever the standard deviation.
   */
  readonly limit?: number;
  /** For `pytorch` and `keras`: what that framework does with this very parameter; unless given, what it does with a linear layer's weights. */
  readonly own?: Initialisation;
  /** All values, row-major, for `values`. */
  readonly values?: ArrayLike<number>;
  /** For `values`: the file that they come from, as people know it; absent where the source itself holds them. */
  readonly from?: string;
  /** An index of the first axis that starts at zero whatever the others do: an embedding's padding. */
  readonly zeroRow?: number;
}

/**
 * Every initialisation. Xavier (Glorot and Bengio 2010): variance gain^2 * 2 / (fanIn + fanOut). He (He et al. 2015): gain^2 / fanIn, or
 * gain^2 / fanOut, with gain sqrt(2). LeCun (1998): 1 / fanIn. The truncated ones have the same variances, their normal numbers cut at
 * two standard deviations of the uncut ones, as Keras' glorot_normal, he_normal and lecun_normal. `pytorch` is nn.Linear's default,
 * uniform within 1 / sqrt(fanIn) for weights and biases; `keras` is Dense's kernel default, Glorot uniform; both mean another one where
 * `own` says so.
 */
export const initialisations = {
  zeros: constant(() => 0, null),
  ones: constant(() => 1, null),
  constant: constant((value) => value, 'value'),
  normal: normal((_fans, std) => std, 'std', 1),
  uniform: uniform((_fans, bound) => bound, 'bound', 1),
  'xavier-uniform': uniform((fans, gain) => gain * Math.sqrt(6 / (fans.fanIn + fans.fanOut)), 'gain', 1),
  'xavier-normal': normal(xavier, 'gain', 1),
  'truncated-xavier-normal': truncated(xavier, 'gain', 1),
  'he-uniform': uniform((fans, gain) => gain * Math.sqrt(3 / fans.fanIn), 'gain', Math.SQRT2),
  'he-normal': normal(he, 'gain', Math.SQRT2),
  'truncated-he-normal': truncated(he, 'gain', Math.SQRT2),
  'he-uniform-fan-out': uniform((fans, gain) => gain * Math.sqrt(3 / fans.fanOut), 'gain', Math.SQRT2),
  'he-normal-fan-out': normal((fans, gain) => gain / Math.sqrt(fans.fanOut), 'gain', Math.SQRT2),
  'lecun-uniform': uniform((fans, gain) => gain * Math.sqrt(3 / fans.fanIn), 'gain', 1),
  'lecun-normal': normal(he, 'gain', 1),
  'truncated-lecun-normal': truncated(he, 'gain', 1),
  orthogonal: orthogonalTimesGain,
  identity,
  sparse,
  'truncated-normal': cutNormal,
  'forget-gate': forgetGate,
  pytorch: uniform((fans, gain) => (fans.fanIn === 0 ? 0 : gain / Math.sqrt(fans.fanIn)), 'gain', 1),
  keras: uniform((fans, gain) => gain * Math.sqrt(6 / (fans.fanIn + fans.fanOut)), 'gain', 1),
  sine: formula(sineAt, Math.SQRT1_2),
  hash: formula(hashAt, 1 / Math.sqrt(3)),
  values: { argument: null, fallback: 0, deviation: () => NaN, fill: () => () => NaN },
} as const satisfies Record<string, InitialisationRow>;

function xavier({ fanIn, fanOut }: Fans, gain: number): number {
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

function he({ fanIn }: Fans, gain: number): number {
  return gain / Math.sqrt(fanIn);
}

/** The name of an initialisation. */
export type InitialisationName = keyof typeof initialisations;

/** Initialisations that no source spells: given values, and formulas for comparison with other frameworks. */
export type Unspelled = 'values' | 'sine' | 'hash';

const unspelled: ReadonlySet<InitialisationName> = new Set<Unspelled>(['values', 'sine', 'hash']);

/** The names that a user can write. */
export const initialisationNames: readonly InitialisationName[] = (
  Object.keys(initialisations) as InitialisationName[]
) // the keys of a constant object are exactly its names
  .filter((name) => !unspelled.has(name));

/** What an initialisation asks of its row. */
function asked(
  { argument, centre = 0, limit = NaN }: Initialisation,
  fallback: number,
): Omit<Asked, 'fans' | 'shape'> {
  return { argument: argument ?? fallback, centre, limit };
}

/** The root mean square distance from their centre that the values of an initialisation have; NaN for given values. */
export function deviationOf(initialisation: Initialisation, fans: Fans, shape: Shape): number {
  if (initialisation.own) return deviationOf(initialisation.own, fans, shape);
  const row: InitialisationRow = initialisations[initialisation.name];
  return row.deviation({ ...asked(initialisation, row.fallback), fans, shape });
}

/** A parameter's first values, drawn from its own random stream. */
export function initialValues(
  initialisation: Initialisation,
  type: { readonly elementType: FloatType; readonly shape: Shape },
  fans: Fans,
  random: RandomStream,
): Tensor {
  const out = zeros(type.elementType, type.shape);
  fillInitialValues(initialisation, fans, random, out);
  return out;
}

/** Who draws, and hears of the work. */
export interface Drawing extends DrawKernels {
  readonly pace: Pace;
}

const plainly: Drawing = { ...drawLoops(), pace: unhurried };

/** The same into given storage; @throws RangeError when given values do not fill it */
export function fillInitialValues(
  initialisation: Initialisation,
  fans: Fans,
  random: RandomStream,
  out: Tensor,
  drawing: Drawing = plainly,
): void {
  const { own, zeroRow } = initialisation;
  if (own) fillInitialValues(own, fans, random, out, drawing);
  else fill(initialisation, fans, random, out, drawing);
  if (zeroRow === undefined) return;
  const row = sizeOf(out.shape.slice(1));
  out.data.fill(0, zeroRow * row, (zeroRow + 1) * row);
}

function fill(
  initialisation: Initialisation,
  fans: Fans,
  random: RandomStream,
  out: Tensor,
  drawing: Drawing,
): void {
  const { values: given } = initialisation;
  if (given && given.length !== out.data.length) {
    throw new RangeError(`${given.length} values do not fill the shape (${out.shape.join(', ')})`);
  }
  const row: InitialisationRow = initialisations[initialisation.name];
  const asking = { ...asked(initialisation, row.fallback), fans, shape: out.shape, pace: drawing.pace };
  const from = given ? (position: number): number => given[position] ?? NaN : row.fill(asking, random);
  if (typeof from !== 'function') drawing.draw(from, random, out);
  else {
    inPieces(out.data.length, drawing.pace, (start, end) => {
      for (let position = start; position < end; position += 1) out.data[position] = from(position);
    });
  }
}
