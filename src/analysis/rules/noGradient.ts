/** No gradient: a parameter that the loss does not reach, or whose gradient is exactly zero on two batches. */
import type { LayerIndex, NodeIndex, ParameterNode } from '../../graph/network';
import { usersOf, type Users } from '../../graph/users';
import { counted } from '../../base/numbers';
import { listed } from '../../base/words';
import type { InitialisationName } from '../../tensor/initialisations';
import { suitableText } from './initialisationScale';
import { usualLimits } from './limits';
import { feedsLoss, feedsOpaque, parameterNode } from './paths';
import { restsForAReason } from './restingParameters';
import type { LayerReport, ParameterReport } from '../report';
import type { Rule, Subject, Verdict } from './rule';
import { zeroHead } from './zeroHead';

const { value: limit } = usualLimits['no-gradient'].error;

/** One verdict a layer; parameters that rest at zero for a good reason are left out. */
export const noGradient: Rule = {
  title: 'No gradient',
  why: 'A parameter without a gradient keeps the value that it was initialised with, whatever the training does.',
  *check(subject) {
    const { report } = subject;
    // A loss of exactly zero has nothing left to teach.
    if (!report.loss || report.loss.value === 0) return;
    const graph = graphOf(subject);
    for (const [index, layer] of report.layers.entries()) {
      yield* frozen(layer, index);
      yield* unreached(subject, graph, layer, index);
      yield* zero(subject, graph, layer, index);
    }
    yield* outsideLayers(subject, graph);
    yield* waiting(subject);
  },
};

/** What every layer is asked about, gathered once. */
interface Graph {
  readonly users: Users;
  /** For every layer, the first one from there on in which every unit is dead; Infinity where there is none. */
  readonly silentFrom: readonly number[];
  /** Whether every seed gives the same weights. */
  readonly isFixed: boolean;
}

function graphOf({ network, report }: Subject): Graph {
  const silentFrom = new Array<number>(report.layers.length).fill(Infinity);
  for (let index = silentFrom.length - 1; index >= 0; index -= 1) {
    const dead = report.layers[index]?.dead ?? null;
    silentFrom[index] = dead && dead.units === dead.of ? index : (silentFrom[index + 1] ?? Infinity);
  }
  return {
    users: usersOf(network),
    silentFrom,
    isFixed: network.nodes.every(
      (node) => node.kind !== 'parameter' || fixedInitialisations.has(node.initialisation.name),
    ),
  };
}

function* frozen(layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = layer.parameterReports.filter(({ trainable }) => !trainable);
  if (parameters.length === 0) return;
  const isOne = parameters.length === 1 || parameters.length === layer.parameterReports.length;
  yield {
    severity: 'information',
    layer: index,
    value: 0,
    limit,
    message: `${subjectOf(layer, parameters)} ${isOne ? 'is' : 'are'} frozen and will not train (gradient 0, limit above ${limit}).`,
    cause: 'The source says that it does not train.',
    remedies: ['Leave it so if it is meant, else make it trainable (requires_grad_(True), trainable=True).'],
  };
}

function* unreached(subject: Subject, graph: Graph, layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = withGradient(subject, layer, null);
  const first = parameters[0];
  if (!first) return;
  const { network } = subject;
  const assumed = network.assumptions.some(({ about }) => about === 'loss' || about === 'structure');
  const places = parameters.map(({ name }) => parameterNode(network, name));
  // The operation that is not understood says itself that no gradient is computed through it.
  if (places.some((place) => feedsOpaque(network, graph.users, place))) return;
  yield {
    severity: assumed ? 'warning' : 'error',
    layer: index,
    value: 0,
    limit,
    message: `The loss does not reach ${subjectOf(layer, parameters)}: no gradient at all (limit above ${limit}).`,
    ...whyUnreached(subject, graph, places),
  };
}

function whyUnreached(
  { network }: Subject,
  { users }: Graph,
  places: readonly NodeIndex[],
): Pick<Verdict, 'cause' | 'remedies'> {
  if (feedsLoss(network, users, places[0] ?? -1)) {
    return {
      cause: 'On its way to the loss stands an op that has no derivative.',
      remedies: ['Replace the op that has no derivative (argmax, round, detach) by a smooth one.'],
    };
  }
  if (places.every((place) => isUnused(users, place))) {
    return { cause: 'It is never used: no op takes it.', remedies: ['Use it in the network, or delete it.'] };
  }
  return {
    cause: 'Nothing that the loss is computed from uses it.',
    remedies: ['Use its output in the network, or delete it.'],
  };
}

function isUnused(users: Users, place: NodeIndex): boolean {
  return (users[place] ?? []).length === 0;
}

/** Parameters that no op takes, of layers that are not in the report since they have no op at all: one verdict a layer. */
function* outsideLayers({ network, report }: Subject, { users }: Graph): Iterable<Verdict> {
  const shown = new Set(
    report.layers.flatMap(({ parameterReports }) => parameterReports.map(({ name }) => name)),
  );
  const byLayer = new Map<LayerIndex, ParameterNode[]>();
  for (const [place, node] of network.nodes.entries()) {
    if (node.kind !== 'parameter' || !node.trainable || shown.has(node.name) || !isUnused(users, place))
      continue;
    const known = byLayer.get(node.layer);
    if (known) known.push(node);
    else byLayer.set(node.layer, [node]);
  }
  for (const [layer, parameters] of byLayer) {
    const { name, span, ignore = [] } = network.layers[layer] ?? {};
    if (ignore.includes('no-gradient')) continue;
    yield {
      severity: 'warning',
      layer: null,
      span: span ?? network.span,
      value: 0,
      limit,
      message: `${name ?? listed(parameters.map((each) => each.name))} is never used: its parameters have no gradient at all (limit above ${limit}).`,
      cause: 'No op of the network takes them.',
      remedies: ['Use it in the network, or delete it.'],
    };
  }
}

function* zero(subject: Subject, graph: Graph, layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = withGradient(subject, layer, true).filter(
    (parameter) =>
      !balances(layer, parameter) &&
      !restsForAReason(subject, graph.users, parameterNode(subject.network, parameter.name)),
  );
  if (parameters.length === 0) return;
  const own = subject.controls?.own.delta[index];
  yield {
    // Several seeds decide; one alone may have met dead units.
    severity: own === 0 ? 'error' : 'warning',
    layer: index,
    value: 0,
    limit,
    message: `The gradient of ${subjectOf(layer, parameters)} is exactly 0 on ${samplesText(subject) ?? 'two batches'}${own === 0 && !graph.isFixed ? ', in most seeds' : ''} (limit above ${limit}).`,
    ...explanation(subject, graph, layer, index),
  };
}

function* waiting(subject: Subject): Iterable<Verdict> {
  const head = zeroHead(subject);
  if (!head) return;
  const opens = head.slowly ? 'it opens one layer an update' : 'it opens after the first update';
  const suitable = suitableText(
    subject.report.activations.find(({ layers }) => layers.includes(head.layer)) ?? null,
  );
  yield {
    severity: 'information',
    layer: head.layer,
    value: 0,
    limit,
    message: `No gradient reaches ${head.waiting}: the weights of ${head.name} are all 0; ${opens} (limit above ${limit}).`,
    cause: `Delta goes back through the weights of ${head.name}, and times 0 it is 0.`,
    remedies: [`None needed if this is meant; otherwise initialise ${head.name} with ${suitable}.`],
  };
}

function explanation(
  subject: Subject,
  graph: Graph,
  layer: LayerReport,
  index: number,
): Pick<Verdict, 'cause' | 'remedies'> {
  const { report } = subject;
  const flat = report.activations.find(
    ({ layers, maximumDerivative }) => maximumDerivative === 0 && (layers.at(-1) ?? -1) >= index,
  );
  if (flat) {
    return {
      cause: `The activation ${flat.name} has derivative 0 everywhere and ends the gradient.`,
      remedies: ['Use an activation with a derivative, sigmoid for instance.'],
    };
  }
  // Dead units before a layer give it nothing to weigh, dead units behind it let no delta through.
  const [first = Infinity] = graph.silentFrom;
  const place = layer.delta === 0 ? (graph.silentFrom[index] ?? Infinity) : first < index ? first : Infinity;
  const silent = report.layers[place];
  if (silent) {
    return {
      cause: `The ${silent.activation ?? 'activation'} of ${silent.name} is silent on ${samplesText(subject) ?? 'every sample'}: it gives 0 and passes nothing back.`,
      remedies: ['Start the biases at zero and the weights with he-normal (He).'],
    };
  }
  if (layer.delta !== 0) {
    return {
      cause: 'Its input is zero on every sample.',
      remedies: ['Look at the layers and the data before it.'],
    };
  }
  return {
    cause: 'Delta is 0 there: what lies behind it passes nothing back.',
    remedies: ['Look for weights that are zero, or for saturation, in the layers behind it.'],
  };
}

/** Whether the samples pull a bias up as much as down: each has a gradient, as the weights beside it show, but their sum is 0. */
function balances({ delta, parameterReports }: LayerReport, { role }: ParameterReport): boolean {
  const learns = parameterReports.some((each) => each.role === 'weight' && (each.gradientRms ?? 0) > 0);
  return role === 'bias' && (delta ?? 0) !== 0 && learns;
}

/** What the batch holds, where it holds all samples that there are: then a second batch says nothing new. */
function samplesText({ network, report }: Subject): string | null {
  const all = network.dataset?.training.length ?? Infinity;
  if (all > report.batch) return null;
  return all === 1 ? 'the only sample' : `all ${counted(all, 'sample')}`;
}

const fixedInitialisations = new Set<string>([
  'zeros',
  'ones',
  'constant',
  'values',
] satisfies InitialisationName[]);

function withGradient(
  { evidence }: Subject,
  layer: LayerReport,
  state: boolean | null,
): readonly ParameterReport[] {
  return layer.parameterReports.filter(
    ({ name, trainable }) => trainable && evidence.zeroGradient.get(name) === state,
  );
}

function subjectOf(layer: LayerReport, parameters: readonly ParameterReport[]): string {
  if (parameters.length === layer.parameterReports.length) return layer.name;
  return listed(parameters.map(({ name }) => name));
}
