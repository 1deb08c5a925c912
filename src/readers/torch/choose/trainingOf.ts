/** How a program trains: the loss, the optimizer with its rate, clipping and batches, read from the calls that make them. */
import type { Problem } from '../../../base/problem';
import {
  optimizerDefaults,
  rateDefaults,
  usualTraining,
  weightDecayDefaults,
  type Optimizer,
  type OptimizerName,
  type Training,
} from '../../../graph/training';
import type { Span } from '../../../base/span';
import type { Program } from '../../python/read/program';
import { evaluateAt, type CallSite } from '../../python/read/sites';
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

/** What is known of the training of the model in a variable; null where the program makes no optimizer. */
export function trainingOf(
  program: Program,
  sites: readonly CallSite[],
  target: string | null,
): { readonly training: Training; readonly problems: readonly Problem[] } | null {
  const { file } = program.main;
  const making = sites.filter(({ callee }) => optimizers.has(lastPart(callee)));
  const own = making.find(
    ({ node }) =>
      target !== null && node.args.some((argument) => file.textOf(argument).includes(`${target}.`)),
  );
  const site = own ?? making[0];
  const name = site && optimizers.get(lastPart(site.callee));
  if (!site || !name) return null;
  const given = argumentsOf(program, site, name);
  const clip = clipOf(program, sites);
  const training: Training = {
    ...usualTraining,
    optimizer: optimizerOf(name, given),
    rate: numberIn(given.get('lr')) ?? rateDefaults[name],
    weightDecay: numberIn(given.get('weight_decay')) ?? weightDecayDefaults[name],
    ...clip,
    batch: batchOf(program, sites),
    zeroGrad: zeroes(sites),
    span: file.span(site.node),
  };
  return { training, problems: [] };
}

function lastPart(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

function argumentsOf(program: Program, site: CallSite, name: OptimizerName): ReadonlyMap<string, Value> {
  const found = new Map<string, Value>();
  const add = (key: string | null | undefined, expression: CallSite['node']['args'][number]): void => {
    if (!key) return;
    const outcome = evaluateAt(program, site, expression);
    if ('value' in outcome && outcome.value.kind !== 'unknown') found.set(key, outcome.value);
  };
  for (const [index, expression] of site.node.args.slice(1).entries())
    add(positions[name][index], expression);
  for (const { arg, value } of site.node.keywords) add(arg, value);
  return found;
}

function numberIn(value: Value | undefined): number | null {
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
function clipOf(program: Program, sites: readonly CallSite[]): Pick<Training, 'clipNorm' | 'clipValue'> {
  const limit = (name: string, keyword: string): number | null => {
    const site = sites.find(({ callee }) => lastPart(callee).replace(/_$/, '') === name);
    const expression = site?.node.args[1] ?? site?.node.keywords.find(({ arg }) => arg === keyword)?.value;
    if (!site || !expression) return null;
    const outcome = evaluateAt(program, site, expression);
    const value = 'value' in outcome ? numberIn(outcome.value) : null;
    return value !== null && value > 0 ? value : null;
  };
  return { clipNorm: limit('clip_grad_norm', 'max_norm'), clipValue: limit('clip_grad_value', 'clip_value') };
}

/** batch_size of the first DataLoader. */
function batchOf(program: Program, sites: readonly CallSite[]): number | null {
  const site = sites.find(({ callee }) => lastPart(callee) === 'DataLoader');
  const expression = site?.node.keywords.find(({ arg }) => arg === 'batch_size')?.value ?? site?.node.args[1];
  if (!site || !expression) return null;
  const outcome = evaluateAt(program, site, expression);
  const value = 'value' in outcome ? numberIn(outcome.value) : null;
  return value !== null && Number.isInteger(value) && value > 0 ? value : null;
}

/** A program that goes back and steps, and nowhere clears gradients, adds them up. */
function zeroes(sites: readonly CallSite[]): boolean {
  const called = (name: string): boolean => sites.some(({ callee }) => lastPart(callee) === name);
  return !called('backward') || !called('step') || called('zero_grad');
}

/** Names of losses in calls, by the loss that they are; the first that the program makes or calls. */
const losses: ReadonlyMap<string, string> = new Map([
  ['CrossEntropyLoss', 'cross-entropy'],
  ['cross_entropy', 'cross-entropy'],
  ['NLLLoss', 'nll'],
  ['nll_loss', 'nll'],
  ['MSELoss', 'mse'],
  ['mse_loss', 'mse'],
  ['L1Loss', 'l1'],
  ['l1_loss', 'l1'],
  ['SmoothL1Loss', 'smooth-l1'],
  ['smooth_l1_loss', 'smooth-l1'],
  ['HuberLoss', 'huber'],
  ['huber_loss', 'huber'],
  ['BCELoss', 'binary-cross-entropy'],
  ['binary_cross_entropy', 'binary-cross-entropy'],
  ['BCEWithLogitsLoss', 'bce-logits'],
  ['binary_cross_entropy_with_logits', 'bce-logits'],
  ['KLDivLoss', 'kl'],
  ['kl_div', 'kl'],
]);

/** The loss that a program computes outside of its classes, and where; null where it computes none that we know. */
export function lossOf(
  program: Program,
  sites: readonly CallSite[],
): { readonly name: string; readonly site: CallSite; readonly span: Span } | null {
  const site = sites.find(({ callee }) => losses.has(lastPart(callee)));
  const name = site && losses.get(lastPart(site.callee));
  return site && name !== undefined ? { name, site, span: program.main.file.span(site.node) } : null;
}
