/** How a program trains: the loss, the optimizer with its rate, clipping and batches, read from the calls that make them. */
import {
  optimizerDefaults,
  rateDefaults,
  usualSteps,
  usualTraining,
  weightDecayDefaults,
  type Optimizer,
  type OptimizerName,
  type RateSchedule,
  type Training,
} from '../../../graph/training';
import type { Program } from '../../python/read/program';
import type { Expression } from '../../python/parse/syntax';
import { evaluateAt, type CallSite, type ParameterValue } from '../../python/read/sites';
import type { Value } from '../../python/values/value';

const optimizers: ReadonlyMap<string, OptimizerName> = new Map([
  ['SGD', 'sgd'],
  ['Adam', 'adam'],
  ['AdamW', 'adamw'],
  ['NAdam', 'adam'],
  ['RAdam', 'adam'],
  ['RMSprop', 'rmsprop'],
  ['Adagrad', 'adagrad'],
]);

/** The places of the constructors' positional arguments behind the parameters (torch.optim). */
const positions: Readonly<Record<OptimizerName, readonly string[]>> = {
  sgd: ['lr', 'momentum', 'dampening', 'weight_decay', 'nesterov'],
  adam: ['lr', 'betas', 'eps', 'weight_decay', 'amsgrad'],
  adamw: ['lr', 'betas', 'eps', 'weight_decay', 'amsgrad'],
  rmsprop: ['lr', 'alpha', 'eps', 'weight_decay', 'momentum', 'centered'],
  adagrad: ['lr', 'lr_decay', 'weight_decay', 'initial_accumulator_value', 'eps'],
};

/** What the training of a network is read from. */
export interface TrainingSites {
  readonly program: Program;
  readonly sites: readonly CallSite[];
  /** The variable that holds the model; null: none. */
  readonly target: string | null;
  readonly parameter: ParameterValue;
}

/** What is known of the training of a model; null where the program makes no optimizer. */
export function trainingOf(from: TrainingSites): Training | null {
  const { program, sites, target } = from;
  const { file } = program.main;
  const making = sites.filter(({ callee }) => optimizers.has(lastPart(callee)));
  const own = making.find(
    ({ node }) =>
      target !== null && node.args.some((argument) => file.textOf(argument).includes(`${target}.`)),
  );
  const site = own ?? making[0];
  const name = site && optimizers.get(lastPart(site.callee));
  if (!site || !name) return null;
  const given = argumentsOf(from, site, name);
  return {
    ...usualTraining,
    optimizer: optimizerOf(name, given),
    rate: numberIn(given.get('lr')) ?? rateDefaults[name],
    weightDecay: numberIn(given.get('weight_decay')) ?? weightDecayDefaults[name],
    ...clipOf(from),
    schedule: scheduleOf(from),
    batch: batchOf(from),
    zeroGrad: zeroes(sites),
    span: file.span(site.node),
  };
}

function lastPart(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

/** The values of a constructor's arguments behind the parameters; what is not known is left out. */
function argumentsOf(from: TrainingSites, site: CallSite, name: OptimizerName): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const [parameters, ...rest] = site.node.args;
  for (const [index, expression] of rest.entries())
    addValue(from, site, found, positions[name][index], expression);
  for (const { arg, value } of site.node.keywords) addValue(from, site, found, arg, value);
  if (parameters && !found.has('lr')) {
    // [{'params': …, 'lr': …}, …]: the first group with a rate speaks for all.
    const groups = parameters.nodeType === 'List' ? parameters.elts : [];
    for (const group of groups) {
      if (group.nodeType !== 'Dict' || found.has('lr')) continue;
      const place = group.keys.findIndex((key) => key?.nodeType === 'Constant' && key.value === 'lr');
      const rate = group.values[place];
      if (rate) addValue(from, site, found, 'lr', rate);
    }
  }
  return found;
}

function addValue(
  from: TrainingSites,
  site: CallSite,
  found: Map<string, Value>,
  key: string | null | undefined,
  expression: Expression,
): void {
  const value = key ? valueAt(from, site, expression) : null;
  if (key && value) found.set(key, value);
}

/** What an expression is worth at a call; null where that is not known. */
function valueAt(
  { program, parameter }: TrainingSites,
  site: CallSite,
  expression: Expression,
): Value | null {
  const outcome = program.machine.aside(() => evaluateAt(program, site, expression, program.main, parameter));
  return 'value' in outcome && outcome.value.kind !== 'unknown' ? outcome.value : null;
}

/** An argument of a call by its place or its name. */
function argument(from: TrainingSites, site: CallSite, place: number, name: string): Value | null {
  const expression = site.node.keywords.find(({ arg }) => arg === name)?.value ?? site.node.args[place];
  return expression ? valueAt(from, site, expression) : null;
}

function numberIn(value: Value | null | undefined): number | null {
  if (value?.kind === 'int' || value?.kind === 'float') return Number(value.value);
  return null;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

function optimizerOf(name: OptimizerName, given: ReadonlyMap<string, Value>): Optimizer {
  const number = (key: string, otherwise: number): number => numberIn(given.get(key)) ?? otherwise;
  const usual = optimizerDefaults[name];
  switch (usual.kind) {
    case 'sgd':
      return {
        ...usual,
        momentum: number('momentum', usual.momentum),
        dampening: number('dampening', usual.dampening),
        nesterov: isTrue(given.get('nesterov')),
      };
    case 'rmsprop':
      return {
        ...usual,
        alpha: number('alpha', usual.alpha),
        epsilon: number('eps', usual.epsilon),
        momentum: number('momentum', usual.momentum),
        centered: isTrue(given.get('centered')),
      };
    case 'adagrad':
      return {
        ...usual,
        rateDecay: number('lr_decay', usual.rateDecay),
        initialSum: number('initial_accumulator_value', usual.initialSum),
        epsilon: number('eps', usual.epsilon),
      };
    case 'adam':
    case 'adamw':
      return {
        ...usual,
        betas: betasOf(given.get('betas')) ?? usual.betas,
        epsilon: number('eps', usual.epsilon),
        amsgrad: isTrue(given.get('amsgrad')),
      };
  }
}

function betasOf(value: Value | undefined): readonly [number, number] | null {
  if (value?.kind !== 'tuple' && value?.kind !== 'list') return null;
  const [first, second] = value.items.map((item) => numberIn(item));
  return first != null && second != null ? [first, second] : null;
}

/** clip_grad_norm_(parameters, max_norm) and clip_grad_value_(parameters, clip_value). */
function clipOf(from: TrainingSites): Pick<Training, 'clipNorm' | 'clipValue'> {
  const limit = (name: string, keyword: string): number | null => {
    const site = from.sites.find(({ callee }) => lastPart(callee).replace(/_$/, '') === name);
    const value = site ? numberIn(argument(from, site, 1, keyword)) : null;
    return value !== null && value > 0 ? value : null;
  };
  return { clipNorm: limit('clip_grad_norm', 'max_norm'), clipValue: limit('clip_grad_value', 'clip_value') };
}

/** batch_size of the first DataLoader. */
function batchOf(from: TrainingSites): number | null {
  const site = from.sites.find(({ callee }) => lastPart(callee) === 'DataLoader');
  const value = site ? numberIn(argument(from, site, 1, 'batch_size')) : null;
  return value !== null && Number.isInteger(value) && value > 0 ? value : null;
}

/** StepLR and CosineAnnealingLR. They count epochs in most programs: these are spread over the usual number of steps. */
function scheduleOf(from: TrainingSites): RateSchedule {
  const site = from.sites.find(({ callee }) => /^(StepLR|CosineAnnealingLR)$/.test(lastPart(callee)));
  if (!site) return { kind: 'constant' };
  const count = (number: number): number => Math.max(1, Math.round(number * stepsPerCount(from, number)));
  if (lastPart(site.callee) === 'StepLR') {
    const every = numberIn(argument(from, site, 1, 'step_size'));
    const gamma = numberIn(argument(from, site, 2, 'gamma')) ?? 0.1;
    return every === null || every < 1 ? { kind: 'constant' } : { kind: 'step', every: count(every), gamma };
  }
  const period = numberIn(argument(from, site, 1, 'T_max'));
  const minimum = numberIn(argument(from, site, 2, 'eta_min')) ?? 0;
  return { kind: 'cosine', period: period === null || period < 1 ? null : count(period), minimum };
}

/** Steps of ours that one count of a scheduler stands for, where one of its periods is `period` counts. */
function stepsPerCount(from: TrainingSites, period: number): number {
  const loopOf = (pattern: RegExp): unknown =>
    from.sites
      .find(({ callee }) => pattern.test(callee))
      ?.statements.findLast(({ nodeType }) => nodeType === 'For' || nodeType === 'While');
  const loop = loopOf(/sched\w*\.step$/i);
  if (loop !== undefined && loop === loopOf(/opt\w*\.step$/i)) return 1;
  return usualSteps / Math.max(epochsOf(from) ?? 3 * period, 1);
}

/** How often `for epoch in range(…)` runs; null where no such loop is found. */
function epochsOf(from: TrainingSites): number | null {
  for (const site of from.sites) {
    const loop = site.statements.find(
      (one) =>
        one.nodeType === 'For' && one.target.nodeType === 'Name' && /^(epoch|ep|e)s?$/i.test(one.target.id),
    );
    if (site.callee !== 'range' || loop?.nodeType !== 'For' || loop.iter !== site.node) continue;
    const bounds = site.node.args.map((bound) => numberIn(valueAt(from, site, bound)));
    const [first = null, second] = bounds;
    const count = second == null ? first : second - (first ?? 0);
    if (count !== null && count > 0) return count;
  }
  return null;
}

/** A program that goes back and steps, and nowhere clears gradients, adds them up. */
function zeroes(sites: readonly CallSite[]): boolean {
  const called = (name: string): boolean => sites.some(({ callee }) => lastPart(callee) === name);
  return !called('backward') || !called('step') || called('zero_grad');
}
