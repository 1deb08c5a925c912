/** The numbers that remedies promise to make better, each measured on a network before and after an edit. */
import type { Finding, LayerReport, NetworkReport, ParameterReport } from '../../analysis/report';
import { gradientRatio } from '../../analysis/rules/gradientRatio';
import { linearPairs } from '../../analysis/rules/linearStack';
import { isCall, predictionOf } from '../../analysis/rules/structure';
import { median } from '../../analysis/statistics';
import { percent, shortNumber } from '../../base/numbers';
import type { Network } from '../../graph/network';

/** A network as a quantity looks at it. */
export interface Seen {
  readonly network: Network;
  readonly report: NetworkReport;
  /** What is left of the finding: itself before an edit, after it the gravest of its rule that were not there besides it, or null. */
  readonly finding: Finding | null;
  /** The finding before the edit, and the report that it is from. */
  readonly first: { readonly finding: Finding; readonly report: NetworkReport };
  /** Loss after a short training; null where it was not or cannot be trained. */
  readonly trained: TrainedLoss | null;
}

/** What a short training came to. */
export interface TrainedLoss {
  readonly loss: number;
  readonly steps: number;
}

/** A number that tells how bad something is. */
export interface Quantity {
  /** In a few words. */
  name(seen: Seen): string;
  /** Null where it is not known. */
  measure(seen: Seen): number | null;
  /** How far from well a value is: 0 is well, larger is worse, never NaN. */
  badness(value: number): number;
  show(value: number): string;
  /** Whether it needs a short training. */
  readonly trains?: boolean;
}

const ownSize = (value: number): number => (Number.isNaN(value) ? Infinity : Math.abs(value));
const farFromOne = (value: number): number => (value > 0 ? Math.abs(Math.log(value)) : Infinity);
const absent = (value: number): number => (value > 0 && Number.isFinite(value) ? 0 : Infinity);
const present = (value: number): number => (value === 0 ? 0 : Infinity);
const small = (value: number): number => (value > 0 ? 1 / value : Infinity);

function quantity(
  name: string,
  badness: Quantity['badness'],
  measure: Quantity['measure'],
  show: Quantity['show'] = shortNumber,
): Quantity {
  return { name: () => name, badness, measure, show };
}

/** delta(first) / delta(last) over that of the geometry control. */
export const firstDelta = quantity(
  'first-layer delta over control',
  farFromOne,
  ({ report }) => gradientRatio({ report, controls: report.controls })?.relative ?? null,
);

/** The largest share of dead units of a layer, on the probe and in the median over seeds alike. */
export const deadShare = quantity(
  'dead units in the worst layer',
  ownSize,
  ({ report }) =>
    worst(report, ({ dead }, index) =>
      dead === null || dead.of === 0
        ? null
        : Math.min(dead.units / dead.of, report.controls?.own.dead[index] ?? 1),
    ),
  percent,
);

/** The largest share of saturated entries of a hidden layer, or of the finding's own; median over seeds. */
export const saturatedShare = quantity(
  'saturated entries in the worst layer',
  ownSize,
  ({ report, first }) =>
    worst(report, (layer, index) =>
      layer.next === null && layer.name !== layerOf(first)?.name
        ? null
        : (report.controls?.own.saturated[index] ?? layer.saturated),
    ),
  percent,
);

function worst({ layers }: NetworkReport, of: (layer: LayerReport, index: number) => number | null): number {
  return layers.reduce((most, layer, index) => Math.max(most, of(layer, index) ?? 0), 0);
}

/** Standard deviation of the weights of the finding's layer. */
export const weightSpread = quantity('spread of the weights', absent, (seen) => {
  const spreads = twinOf(seen)?.parameterReports.flatMap(({ role, std }) => (role === 'weight' ? [std] : []));
  return spreads === undefined || spreads.length === 0 ? null : Math.max(...spreads);
});

/** The loss before training over that of a guess, as the finding has it. */
export const startingLoss = quantity('initial loss over a guess', farFromOne, ({ report, first }) => {
  const guess = (first.report.loss?.value ?? NaN) / first.finding.value;
  const value = report.loss && report.loss.name === first.report.loss?.name ? report.loss.value / guess : NaN;
  return Number.isNaN(value) ? null : value;
});

/** The smallest gradient among the parameters that had none: those of the finding's layer, or else all. */
export const ownGradient = quantity('gradient', absent, ({ report, first }) => {
  const own = idleIn(layerOf(first));
  const all = own.length > 0 ? own : first.report.layers.flatMap(idleIn);
  // A bias may rest for a reason of its own, before a norm for one.
  const weights = all.filter(({ role }) => role === 'weight');
  const idle = weights.length > 0 ? weights : all;
  const found = report.layers.flatMap(({ parameterReports }) => parameterReports);
  const gradients = idle.map(({ name }) => found.find((each) => each.name === name)?.gradientRms ?? 0);
  return gradients.length === 0 ? null : Math.min(...gradients);
});

/** Trainable parameters without a gradient. */
function idleIn(layer: LayerReport | undefined): readonly ParameterReport[] {
  return layer?.parameterReports.filter(({ trainable, gradientRms }) => trainable && !gradientRms) ?? [];
}

/** Delta of the last layer with weights: what the loss and the output's activation let through. */
export const outputDelta = quantity('delta at the outputs', small, ({ report }) => {
  const last = report.layers.findLast(({ parameterReports }) =>
    parameterReports.some(({ role }) => role === 'weight'),
  );
  return last?.delta ?? null;
});

/** The smallest output where the loss takes its logarithm: at 0 and below no gradient passes. */
export const smallestOutput = quantity(
  'smallest output that is taken for a probability',
  (value) => (value > 0 ? 0 : 1 + ownSize(value)),
  ({ network, report: { layers } }) => {
    const prediction = predictionOf(network);
    const taken =
      prediction && (prediction.ofProbabilities || isCall(prediction.loss, 'binary-cross-entropy'));
    const minimum = taken === true ? layers.at(-1)?.output.minimum : undefined;
    return minimum ?? null;
  },
);

/** The dropout rate of the finding's layer. */
export const dropoutRate = quantity(
  'share that is dropped',
  ownSize,
  ({ network, first }) => {
    const name = layerOf(first)?.name;
    for (const node of network.nodes) {
      if (node.kind !== 'op' || node.layer === null || network.layers[node.layer]?.name !== name) continue;
      const { attributes } = node.call;
      if ('rate' in attributes && typeof attributes.rate === 'number') return attributes.rate;
    }
    return null;
  },
  percent,
);

/** Norm of the whole gradient. */
export const gradientNorm = quantity('norm of the gradient', absent, ({ report }) => report.gradientNorm);

/** Share of the runs, this one and those over seeds, in which a number is not finite. */
export const notFinite = quantity(
  'runs with NaN or infinity',
  present,
  ({ report: { layers, loss, gradientNorm: norm, controls } }) => {
    const here =
      layers.some(({ output }) => output.notANumber + output.infinite > 0) ||
      !Number.isFinite(loss?.value ?? 0) ||
      !Number.isFinite(norm ?? 0);
    return Math.max(here ? 1 : 0, controls?.own.nonFinite ?? 0);
  },
  percent,
);

/** Standard deviation of what the first layer with weights hands to its activation. */
export const firstSpread = quantity(
  'spread of the first pre-activations',
  farFromOne,
  ({ report: { flow, layers } }) => {
    const layer = flow ? layers[flow.first] : layers.find(({ parameters }) => parameters > 0);
    return layer?.preActivation.std ?? null;
  },
);

/** Pairs of layers with nothing but linear between them. */
export const stackedPairs = quantity(
  'pairs without an activation',
  ownSize,
  ({ network }) => [...linearPairs(network)].length,
);

/** The finding's own number, and what it is where there is no such finding any more. */
export function ownValue(name: string, healthy: number, show: Quantity['show'] = shortNumber): Quantity {
  return {
    ...{ name: () => name, show },
    badness: (value) => Math.abs(value - healthy),
    measure: ({ finding }) => finding?.value ?? healthy,
  };
}

/** The finding's own factor, which is 1 where there is no such finding any more. */
export function ownScale(name: string): Quantity {
  return { ...ownValue(name, 1), badness: farFromOne };
}

/** Delta at the first time step of the finding's layer over that at the last; median over seeds. */
export const stepRatio = quantity('delta of the first step over the last', farFromOne, (seen) => {
  const layer = seen.report.layers.findIndex(({ name }) => name === layerOf(seen.first)?.name);
  return seen.report.controls?.bands.own.stepRatio[layer]?.[1] ?? null;
});

/** How far the finding's layer is from the middle of all in gradient over weights. */
export const layerImbalance = quantity('gradient to weights over the middle layer', farFromOne, (seen) => {
  const ratios = seen.report.layers.flatMap(({ name, parameterReports }) =>
    parameterReports.flatMap(({ role, gradientRatio: ratio }) =>
      role === 'weight' && ratio !== null && Number.isFinite(ratio) ? [{ name, ratio }] : [],
    ),
  );
  const own = ratios.find(({ name }) => name === layerOf(seen.first)?.name);
  return own === undefined ? null : own.ratio / median(ratios.map(({ ratio }) => ratio));
});

/**
 * The loss after a short training, over that of a guess where that is known both times. Losses of different names compare where both are the
 * mean negative logarithm of what the right answer was given.
 */
export const trainedLoss: Quantity = {
  trains: true,
  name: (seen) => `loss${overGuess(seen) ? ' over a guess' : ''} after ${seen.trained?.steps ?? 0} steps`,
  measure: (seen) => {
    const { report, trained, first } = seen;
    if (!trained) return null;
    if (overGuess(seen)) return trained.loss / (report.loss?.chance ?? NaN);
    return alike(report.loss?.name, first.report.loss?.name) ? trained.loss : null;
  },
  badness: (value) => (Number.isNaN(value) ? Infinity : Math.max(0, value)),
  show: shortNumber,
};

function overGuess({ report, first }: Seen): boolean {
  return [report, first.report].every(({ loss }) => loss?.chance != null && loss.chance > 0);
}

const likelihoods: readonly (readonly string[])[] = [
  ['binary-cross-entropy', 'bce-logits'],
  ['cross-entropy', 'nll'],
];

function alike(one: string | undefined, other: string | undefined): boolean {
  const both = [one ?? '', other ?? ''];
  return one === other || likelihoods.some((family) => both.every((name) => family.includes(name)));
}

function layerOf({ finding, report }: Seen['first']): LayerReport | undefined {
  return finding.layer === null ? undefined : report.layers[finding.layer];
}

/** The finding's layer in another report, by its name. */
function twinOf({ report, first }: Seen): LayerReport | undefined {
  const name = layerOf(first)?.name;
  return report.layers.find((layer) => layer.name === name);
}
