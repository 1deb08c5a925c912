/** The activation page: f and f' of any activation with its numbers moved, where f' is largest and near zero, what holds at its kinks. */
import { activationName } from '../../analysis/activations';
import { curveOf, rowsOf } from '../../analysis/rows';
import { callNamed } from '../../graph/calls';
import type { Network } from '../../graph/network';
import { activationDefaults } from '../../ops/activations/table';
import type { Curve, Interval } from '../../ops/op';
import { StudyRefused, type Study } from '../study';
import { curvedActivations, formulasOf, isCurved, type CurvedActivation, type Formula } from './formulas';
import { kinksOf, nearZeroBelow, nearZeroOf, peakOf, type Kink, type Peak } from './features';

export type { Condition, Expression, Formula, Piece } from './formulas';
export type { Kink, Peak } from './features';

/** Which activation to draw. */
export interface ActivationQuestion {
  /** Its index among the activations of the network's report; null: `name` says which. */
  readonly own: number | null;
  readonly name: string | null;
  /** Numbers of the activation that are moved; all others stay as they are written, or at their defaults. */
  readonly numbers: Readonly<Record<string, number>>;
  /** The axis goes from minus to plus this number. */
  readonly halfRange: number;
}

/** A number of the activation, with the slider that moves it. */
export interface ActivationNumber {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** An activation as it was asked for. */
export interface ActivationAnswer {
  readonly name: CurvedActivation;
  /** The index that was asked for. */
  readonly own: number | null;
  /** As a report names it: leaky-relu 0.1. */
  readonly title: string;
  readonly numbers: readonly ActivationNumber[];
  readonly halfRange: number;
  /** 1,000 points, and f and f' there. */
  readonly x: readonly number[];
  readonly value: readonly number[];
  readonly derivative: readonly number[];
  /** Where |f'| is largest on [-10, 10]. */
  readonly peak: Peak;
  /** Where |f'| is below `nearZeroBelow`, on the axis. */
  readonly nearZero: readonly Interval[];
  readonly nearZeroBelow: number;
  readonly saturated: readonly Interval[];
  readonly silent: readonly Interval[];
  readonly kinks: readonly Kink[];
  readonly jumps: readonly number[];
  readonly formula: { readonly value: Formula; readonly derivative: Formula };
  /** The names of all activations that can be asked for. */
  readonly offered: readonly CurvedActivation[];
}

const points = 1000;
const widestRange = 100;

type Bounds = readonly [from: number, to: number, step: number];
type Defaults = typeof activationDefaults;

/** How far each number can be moved; where an op refuses a value, its slider does not reach it. */
const sliders: {
  readonly [Name in CurvedActivation as keyof Defaults[Name] extends never ? never : Name]: {
    readonly [Key in keyof Defaults[Name]]: Bounds;
  };
} = {
  'leaky-relu': { slope: [-0.5, 1, 0.01] },
  rrelu: { lower: [0, 0.5, 0.01], upper: [0.5, 1, 0.01] },
  elu: { alpha: [0, 3, 0.05] },
  celu: { alpha: [0.05, 3, 0.05] },
  softplus: { beta: [0.1, 5, 0.1], threshold: [1, 40, 1] },
  softshrink: { lambda: [0, 3, 0.05] },
  hardshrink: { lambda: [0, 3, 0.05] },
  hardtanh: { minimum: [-5, -0.1, 0.1], maximum: [0, 5, 0.1] },
  threshold: { threshold: [-5, 5, 0.1], value: [-5, 5, 0.1] },
};

/** PReLU learns its slope; here it can be moved. */
const preluSlope = { slope: [-0.5, 1, 0.01] } as const;
const preluDefault = { slope: 0.25 } as const;

/** Draws an activation. */
export const activationStudy = {
  read: ({ own, name, numbers, halfRange }): ActivationQuestion | null =>
    (own === null || (typeof own === 'number' && Number.isInteger(own))) &&
    (name === null || typeof name === 'string') &&
    isNumbers(numbers) &&
    typeof halfRange === 'number' &&
    halfRange > 0 &&
    halfRange <= widestRange
      ? { own, name, numbers, halfRange }
      : null,
  *answer({ network }, question): Generator<ActivationAnswer, ActivationAnswer> {
    const { name, start } = startOf(network, question);
    const bounds: Readonly<Record<string, Bounds>> = boundsOf(name);
    const numbers = Object.entries(start).map(([key, written]): ActivationNumber => {
      const value = question.numbers[key] ?? written;
      const [from, to, step] = bounds[key] ?? [value, value, 1];
      // What the file says may lie beyond the usual.
      return { name: key, value, from: Math.min(from, written), to: Math.max(to, written), step };
    });
    const curve = curveFor(name, Object.fromEntries(numbers.map((each) => [each.name, each.value])));
    const { halfRange, own } = question;
    const x = Array.from(
      { length: points },
      (_, index) => -halfRange + (2 * halfRange * index) / (points - 1),
    );
    const answer: ActivationAnswer = {
      ...{ name, own, numbers, halfRange, x },
      title: [name, ...numbers.map(({ value }) => String(Number(value.toPrecision(3))))].join(' '),
      value: x.map((at) => curve.f.value(at)),
      derivative: x.map((at) => curve.f.derivative(at)),
      peak: peakOf(curve),
      nearZero: nearZeroOf(curve, halfRange),
      nearZeroBelow,
      saturated: curve.saturated,
      silent: curve.silent,
      kinks: kinksOf(curve),
      jumps: curve.jumps,
      formula: formulasOf(name),
      offered: curvedActivations,
    };
    yield answer;
    return answer;
  },
} satisfies Study<ActivationQuestion, ActivationAnswer>;

interface Start {
  readonly name: CurvedActivation;
  readonly start: Readonly<Record<string, number>>;
}

/** The activation that is asked for, with its numbers before any is moved. */
function startOf(network: Network, { own, name }: ActivationQuestion): Start {
  if (own !== null) return ownStart(network, own);
  if (name === null || !isCurved(name)) throw new StudyRefused('There is no such activation of one number.');
  return { name, start: name === 'prelu' ? preluDefault : activationDefaults[name] };
}

/** In the order of the report. */
function ownStart(network: Network, own: number): Start {
  const calls = rowsOf(network).flatMap((row) => (row.activation && row.curve ? [row.activation.call] : []));
  const distinct = new Map(calls.map((call) => [activationName(call), call]));
  const call = [...distinct.values()][own];
  if (!call || !isCurved(call.op)) throw new StudyRefused('The network does not use this activation.');
  const numbers = Object.entries(call.attributes).flatMap(([key, value]) =>
    typeof value === 'number' ? [[key, value] as const] : [],
  );
  return { name: call.op, start: call.op === 'prelu' ? preluDefault : Object.fromEntries(numbers) };
}

function boundsOf(name: CurvedActivation): Readonly<Record<string, Bounds>> {
  if (name === 'prelu') return preluSlope;
  const all: Readonly<Record<string, Readonly<Record<string, Bounds>>>> = sliders;
  return all[name] ?? {};
}

/** A PReLU with a given slope is a leaky ReLU with it. */
function curveFor(name: CurvedActivation, numbers: Readonly<Record<string, number>>): Curve {
  const curve = curveOf(callNamed(name === 'prelu' ? 'leaky-relu' : name, numbers));
  if (curve === null) throw new StudyRefused(`${name} has no curve.`);
  return curve;
}

function isNumbers(value: unknown): value is Readonly<Record<string, number>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((each) => typeof each === 'number' && Number.isFinite(each))
  );
}
