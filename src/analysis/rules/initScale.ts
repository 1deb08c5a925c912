/** Initialisation scale: weights that the user draws far smaller or larger than what suits the activation behind them. */
import { shortNumber, wholeNumber } from '../../base/numbers';
import { usersOf, type Users } from '../../graph/users';
import type { Network, OpNode, ParameterNode } from '../../graph/network';
import type { OpRole } from '../../ops/op';
import { recurrent } from '../../ops/recurrent/table';
import { people, suitableInitialisation } from '../suitable';
import { rowsOf, activationBehind, type Row } from '../rows';
import type { ParameterReport } from '../report';
import { gradientRatio } from './gradientRatio';
import { isWeightMatrix } from './initialisationScale';
import { overGuess } from './initialLoss';
import { above, below } from './limits';
import { opAt, parameterNode, parametersOf, roleOf } from './paths';
import type { Rule, Subject, Verdict } from './rule';

/** A textbook control that keeps this much more of the gradient says that the initialisation is what is wrong. */
const clearlyBetter = 3;

/** RMS(W) over the nearest end of the range of standard deviations that initialisations for this layer have; 1 within it. */
export const initScale: Rule = {
  title: 'Initialisation out of scale',
  why: 'Every layer multiplies signal and gradient by the scale of its weights: too small and both fade, too large and both grow or saturate.',
  *check(subject) {
    const { network, report, limits } = subject;
    if (!subject.controls) return;
    const rows = rowsOf(network);
    const judged = report.layers.flatMap((layer, index) =>
      layer.parameterReports.flatMap((weight) => judgedWeight(subject, rows, index, weight)),
    );
    const drift = driftOver(subject);
    const effect = effectOf(subject);
    const startsAt = overGuess(subject) ?? 1;
    for (const { index, node, name, activation, factor, ideal, rms, head, ofState } of judged) {
      const off = Math.max(factor, 1 / factor);
      const far = above(off, { error: limits['init-scale'].error }) !== null;
      const passed = above(off, { warning: limits['init-scale'].warning });
      const sure = factor > 1 && above(startsAt, { warning: limits['initial-loss'].warning }) !== null;
      const growing = ofState && factor > 1 && growsOverSteps(subject, index);
      const felt =
        sure || growing || effect !== null || above(drift, { warning: limits['init-scale'].error }) !== null;
      if (!passed || (!far && (head || !felt))) continue;
      const grave = !head && (effect === 'error' || (far && effect === 'warning'));
      const severity = grave ? 'error' : 'warning';
      const limit = far ? limits['init-scale'].error.value : passed.limit;
      const suitable = suitableInitialisation(activation);
      const asking = ofState ? 'a recurrence' : (activation ?? 'a layer without an activation');
      const remedy = ofState
        ? 'Initialise the recurrent weights with orthogonal.'
        : `Initialise the weights with ${suitable} (${people[suitable]}).`;
      yield {
        severity,
        layer: index,
        span: node.written ?? node.span,
        value: factor,
        limit: factor < 1 ? 1 / limit : limit,
        message: `The ${ofState ? 'recurrent ' : ''}weights of ${name} start ${sizeText(factor)}: standard deviation ${shortNumber(rms)}, where ${asking} asks for ${shortNumber(ideal)} (limit ${shortNumber(factor < 1 ? 1 / limit : limit)}).`,
        cause: causeText(factor),
        remedies: [remedy],
      };
    }
  },
  // Draws of one law differ by a few per cent: then the first layer stands for all.
  gravity: ({ value }) => Math.round(10 * Math.abs(Math.log10(value))),
  together({ report }, worst, verdicts) {
    const values = verdicts.map(({ value }) => value);
    const range = [Math.min(...values), Math.max(...values)].map(shortNumber);
    const layers = new Set(verdicts.map(({ layer }) => layer)).size;
    const name = worst.layer === null ? '' : `, as in ${report.layers[worst.layer]?.name ?? ''}`;
    const factor = range[0] === range[1] ? range[0] : range.join(' to ');
    return `The weights of ${wholeNumber(layers)} layers start at ${factor ?? ''} times the standard deviation that suits their activations${name} (limit ${shortNumber(worst.limit)}).`;
  },
};

/** A weight that is judged. */
interface Judged {
  readonly index: number;
  readonly name: string;
  readonly node: ParameterNode;
  readonly activation: string | null;
  readonly rms: number;
  /** What suits the activation. */
  readonly ideal: number;
  /** RMS over the nearest end of the range; never 1. */
  readonly factor: number;
  /** No other weights stand behind it: a small start is deliberate, and what is too large initial-loss names first. */
  readonly head: boolean;
  /** It multiplies the state at every step. */
  readonly ofState: boolean;
}

/** What is drawn by a law; given numbers and patterns are meant as they are. */
const drawn: ReadonlySet<string> = new Set([
  ...['normal', 'uniform', 'truncated-normal', 'orthogonal', 'pytorch', 'keras'],
  ...['xavier-uniform', 'xavier-normal', 'truncated-xavier-normal'],
  ...['he-uniform', 'he-normal', 'truncated-he-normal', 'he-uniform-fan-out', 'he-normal-fan-out'],
  ...['lecun-uniform', 'lecun-normal', 'truncated-lecun-normal'],
]);

function judgedWeight(
  subject: Subject,
  rows: readonly Row[],
  index: number,
  weight: ParameterReport,
): readonly Judged[] {
  const { network, report } = subject;
  const layer = report.layers[index];
  const place = parameterNode(network, weight.name);
  const node = network.nodes[place];
  if (!layer || node?.kind !== 'parameter' || !isWeightMatrix(weight) || !weight.written) return [];
  if (!node.trainable || node.derived || !drawn.has(node.initialisation.name) || !(weight.rms > 0)) return [];
  const activation = activationBehind(rows, index)?.call.op ?? null;
  const [least, ideal, most] = suitableRange(node, activation);
  const factor = weight.rms < least ? weight.rms / least : weight.rms > most ? weight.rms / most : 1;
  if (factor === 1) return [];
  const behind = behindOf(network);
  const ops = behind.users[place] ?? [];
  // A table of vectors that is the last layer's weights too has no one scale that suits both: GPT-2 draws it with 0.02 at any width.
  if (ops.some((op) => opAt(network, op)?.call.op === 'embedding')) return [];
  const ofState = ops.some((op) => multipliesState(opAt(network, op), place));
  // Weights that make up for the scale of their inputs are right where they are; a state is bounded, and so is what a recurrence gives out.
  const { std } = layer.preActivation;
  if (factor < 1 ? std > ordinary[0] : !ofState && std < ordinary[1]) return [];
  if (ops.length === 0 || ops.every((op) => behind.normalised[op] === true)) return [];
  const head = ops.every((op) => behind.weighted[op] !== true);
  if (factor < 1 && (head || ops.every((op) => behind.joined[op] === true))) return [];
  return [{ index, name: layer.name, node, activation, rms: weight.rms, ideal, factor, head, ofState }];
}

/** Recurrent layers take the weights of their state in the third place. */
function multipliesState(op: OpNode | null, place: number): boolean {
  return op !== null && Object.hasOwn(recurrent, op.call.op) && op.args[2]?.node === place;
}

/** Whether delta grows over the steps as it must not over layers, and clearly less under the textbook initialisation. */
function growsOverSteps({ controls, limits }: Subject, index: number): boolean {
  const ratio = controls?.bands.own.stepRatio[index]?.[1] ?? 0;
  const textbook = controls?.bands.textbook.stepRatio[index]?.[1] ?? 1;
  return above(ratio, { warning: limits.exploding.warning }) !== null && ratio > textbook * clearlyBetter;
}

/** Between these, pre-activations have an ordinary standard deviation. */
const ordinary = [0.5, 2] as const;

/** Standard deviations of Glorot, LeCun and He by either fan, times the gain of the activation where it asks for more: 5/3 for tanh, 4 for sigmoid (Glorot 2010). */
function suitableRange(
  { fans: { fanIn, fanOut } }: ParameterNode,
  activation: string | null,
): readonly [least: number, ideal: number, most: number] {
  const xavier = Math.sqrt(2 / (fanIn + fanOut));
  const lecun = 1 / Math.sqrt(fanIn);
  const he = Math.SQRT2 / Math.sqrt(fanIn);
  const all = [xavier, lecun, he, Math.SQRT2 / Math.sqrt(fanOut)];
  const gain = activation === 'sigmoid' ? 4 : activation === 'tanh' ? 5 / 3 : 1;
  const ideals = { 'xavier-normal': xavier, 'lecun-normal': lecun, 'he-normal': he };
  return [Math.min(...all), ideals[suitableInitialisation(activation)], Math.max(...all, gain * xavier)];
}

/** How far the outputs of the last hidden layer are off those of the textbook control, as a factor of at least 1. */
function driftOver({ report, controls }: Subject): number {
  const hidden = report.flow?.path.filter((index) => index < (report.flow?.last ?? 0)) ?? [];
  const factors = hidden.map((index) => {
    const ratio = (controls?.own.outputStd[index] ?? NaN) / (controls?.textbook.outputStd[index] ?? NaN);
    return Math.max(ratio, 1 / ratio);
  });
  return factors.reduce((most, factor) => (factor > most ? factor : most), 1);
}

/** How badly the gradient fares where the textbook control's fares clearly better; null where it does not. */
function effectOf(subject: Subject): 'error' | 'warning' | null {
  const { controls, limits } = subject;
  if (!controls) return null;
  if (controls.own.nonFinite > controls.textbook.nonFinite) return 'error';
  const ratio = gradientRatio(subject);
  const textbook = ratio?.textbook ?? 1;
  const [least, most] = [limits.vanishing, limits.exploding];
  if (ratio && ratio.relative * clearlyBetter < textbook && ratio.own < 1) {
    const passed = below(ratio.relative, { error: least.error, warning: least.warning });
    if (passed) return passed.severity === 'error' ? 'error' : 'warning';
  }
  if (ratio && ratio.relative > textbook * clearlyBetter && ratio.own > 1) {
    const passed = above(ratio.relative, most);
    if (passed) return passed.severity === 'error' ? 'error' : 'warning';
  }
  const { warning } = limits.saturation;
  const flat = controls.own.saturated.some(
    (share, index) =>
      share !== null &&
      above(share, { warning }) !== null &&
      !above(controls.textbook.saturated[index] ?? 0, { warning }),
  );
  return flat ? 'warning' : null;
}

/** For every node, what stands on the ways from it to the loss. */
interface Behind {
  readonly users: Users;
  /** A norm on every way, which undoes the scale. */
  readonly normalised: readonly boolean[];
  /** Other weights on some way. */
  readonly weighted: readonly boolean[];
  /** A join before any other weights, on every way: the end of a residual branch, which may start small. */
  readonly joined: readonly boolean[];
}

/** By network, since every weight asks for it. */
const known = new WeakMap<Network, Behind>();

/** One sweep from the last node to the first: users stand behind what they use. */
function behindOf(network: Network): Behind {
  const before = known.get(network);
  if (before) return before;
  const users = usersOf(network);
  const normalised = network.nodes.map(() => false);
  const weighted = network.nodes.map(() => false);
  const joined = network.nodes.map(() => false);
  for (let index = network.nodes.length - 1; index >= 0; index -= 1) {
    const next = (users[index] ?? []).flatMap((user) => {
      const op = opAt(network, user);
      return op ? [{ user, op, role: roleOf(op) }] : [];
    });
    if (next.length === 0) continue;
    normalised[index] = next.every(({ user, role }) => role === 'normalisation' || normalised[user] === true);
    weighted[index] = next.some(({ user, op }) => hasWeights(network, op) || weighted[user] === true);
    joined[index] = next.every(
      ({ user, op, role }) => isJoin(role, op) || (!hasWeights(network, op) && joined[user] === true),
    );
  }
  const behind = { users, normalised, weighted, joined };
  known.set(network, behind);
  return behind;
}

function isJoin(role: OpRole, { args }: OpNode): boolean {
  return role === 'join' && args.length > 1;
}

function hasWeights(network: Network, op: OpNode): boolean {
  return parametersOf(network, op).some(({ role }) => role === 'weight');
}

function sizeText(factor: number): string {
  return factor < 1
    ? `too small, at ${shortNumber(factor)} times what suits their activation`
    : `too large, at ${shortNumber(factor)} times what suits their activation`;
}

function causeText(factor: Verdict['value']): string {
  return factor < 1
    ? 'Each such layer shrinks the signal on its way forward and the gradient on its way back.'
    : 'Each such layer multiplies the signal on its way forward and the gradient on its way back.';
}
