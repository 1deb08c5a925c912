/** No gradient: a parameter that the loss does not reach, or whose gradient is exactly zero on two batches. */
import { usersOf, type Users } from '../../graph/users';
import { counted } from '../../base/numbers';
import { listed } from '../../base/words';
import type { NodeIndex } from '../../graph/network';
import type { InitialisationName } from '../../tensor/initialisations';
import { suitableText } from './initialisationScale';
import { limits } from './limits';
import { feedsLoss } from './paths';
import { restsForAReason } from './restingParameters';
import type { LayerReport, ParameterReport } from '../report';
import type { Rule, Subject, Verdict } from './rule';
import { zeroHead } from './zeroHead';

const { value: limit } = limits['no-gradient'].error;

/** One verdict a layer; parameters that rest at zero for a good reason are left out. */
export const noGradient: Rule = {
  title: 'No gradient',
  why: 'A parameter without a gradient keeps the value that it was initialised with, whatever the training does.',
  *check(subject) {
    const { report, network } = subject;
    // A loss of exactly zero has nothing left to teach.
    if (!report.loss || report.loss.value === 0) return;
    const users = usersOf(network);
    for (const [index, layer] of report.layers.entries()) {
      yield* frozen(layer, index);
      yield* unreached(subject, users, layer, index);
      yield* zero(subject, users, layer, index);
    }
    yield* waiting(subject);
  },
};

function* frozen(layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = layer.parameterReports.filter(({ trainable }) => !trainable);
  if (parameters.length === 0) return;
  yield {
    severity: 'information',
    layer: index,
    value: 0,
    limit,
    message: `${subjectOf(layer, parameters)} ${parameters.length === 1 ? 'is' : 'are'} frozen and will not train (gradient 0, limit above ${limit}).`,
    cause: 'The source says that it does not train.',
    remedies: ['Leave it so if it is meant, else make it trainable (requires_grad_(True), trainable=True).'],
  };
}

function* unreached(subject: Subject, users: Users, layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = withGradient(subject, layer, null);
  const first = parameters[0];
  if (!first) return;
  const { network } = subject;
  const assumed = network.assumptions.some(({ about }) => about === 'loss' || about === 'structure');
  const connected = feedsLoss(network, users, nodeOf(subject, first.name));
  yield {
    severity: assumed ? 'warning' : 'error',
    layer: index,
    value: 0,
    limit,
    message: `The loss does not reach ${subjectOf(layer, parameters)}: no gradient at all (limit above ${limit}).`,
    cause: connected
      ? 'On its way to the loss stands an op that has no derivative.'
      : 'Nothing that the loss is computed from uses it.',
    remedies: connected
      ? ['Replace the op that has no derivative (argmax, round, detach) by a smooth one.']
      : ['Use its output in the network, or delete it.'],
  };
}

function* zero(subject: Subject, users: Users, layer: LayerReport, index: number): Iterable<Verdict> {
  const parameters = withGradient(subject, layer, true).filter(
    ({ name }) => !restsForAReason(subject, users, nodeOf(subject, name)),
  );
  if (parameters.length === 0) return;
  const own = subject.controls?.own.delta[index];
  yield {
    // Several seeds decide; one alone may have met dead units.
    severity: own === 0 ? 'error' : 'warning',
    layer: index,
    value: 0,
    limit,
    message: `The gradient of ${subjectOf(layer, parameters)} is exactly 0 on ${samplesText(subject) ?? 'two batches'}${own === 0 && !isFixed(subject) ? ', in most seeds' : ''} (limit above ${limit}).`,
    ...explanation(subject, layer, index),
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
  layer: LayerReport,
  index: number,
): Pick<Verdict, 'cause' | 'remedies'> {
  const { report } = subject;
  const flat = report.activations.find(
    ({ layers, maximumDerivative }) => maximumDerivative === 0 && layers.some((user) => user >= index),
  );
  if (flat) {
    return {
      cause: `The activation ${flat.name} has derivative 0 everywhere and ends the gradient.`,
      remedies: ['Use an activation with a derivative, sigmoid for instance.'],
    };
  }
  // Dead units before a layer give it nothing to weigh, dead units behind it let no delta through.
  const way = layer.delta === 0 ? report.layers.slice(index) : report.layers.slice(0, index);
  const silent = way.find(({ dead }) => dead !== null && dead.units === dead.of);
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

/** What the batch holds, where it holds all samples that there are: then a second batch says nothing new. */
function samplesText({ network, report }: Subject): string | null {
  const all = network.dataset?.training.length ?? Infinity;
  if (all > report.batch) return null;
  return all === 1 ? 'the only sample' : `all ${counted(all, 'sample')}`;
}

/** Whether every seed gives the same weights. */
function isFixed({ network }: Subject): boolean {
  return network.nodes.every(
    (node) => node.kind !== 'parameter' || fixedInitialisations.has(node.initialisation.name),
  );
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

function nodeOf({ network }: Subject, name: string): NodeIndex {
  return network.nodes.findIndex((node) => node.kind === 'parameter' && node.name === name);
}
