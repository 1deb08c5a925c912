/** The words that torch has for activations, initialisations and losses of ours. */
import { Refused } from '../../edit/draft';
import { wordOf } from '../../edit/plain';
import type { Plain } from '../../reader';
import { pythonText } from './callText';

/** How torch writes an activation. */
export interface ActivationWords {
  /** The class in torch.nn; null: there is none. */
  readonly cls: string | null;
  /** The function in torch.nn.functional; null: there is none. */
  readonly functional: string | null;
  /** The function in torch, which is a method of tensors as well; null: there is none. */
  readonly plain: string | null;
  /** Our numbers by torch's names for them, in its order. */
  readonly numbers: Readonly<Record<string, string>>;
  /** What it always needs besides. */
  readonly fixed: string;
  readonly inPlace: boolean;
  /** Whether it runs along an axis, which is given as dim. */
  readonly axis: boolean;
}

function words(
  cls: string | null,
  functional: string | null,
  more: Partial<ActivationWords> = {},
): ActivationWords {
  return { cls, functional, plain: null, numbers: {}, fixed: '', inPlace: false, axis: false, ...more };
}

const inPlace = { inPlace: true } as const;

/** Every activation that torch has, by our name. */
export const activationWords: Readonly<Record<string, ActivationWords>> = {
  identity: words('Identity', null),
  relu: words('ReLU', 'relu', { plain: 'relu', ...inPlace }),
  relu6: words('ReLU6', 'relu6', inPlace),
  'leaky-relu': words('LeakyReLU', 'leaky_relu', { numbers: { slope: 'negative_slope' }, ...inPlace }),
  rrelu: words('RReLU', 'rrelu', { numbers: { lower: 'lower', upper: 'upper' }, ...inPlace }),
  elu: words('ELU', 'elu', { numbers: { alpha: 'alpha' }, ...inPlace }),
  selu: words('SELU', 'selu', inPlace),
  celu: words('CELU', 'celu', { numbers: { alpha: 'alpha' }, ...inPlace }),
  gelu: words('GELU', 'gelu'),
  'gelu-tanh': words('GELU', 'gelu', { fixed: "approximate='tanh'" }),
  silu: words('SiLU', 'silu', inPlace),
  mish: words('Mish', 'mish', inPlace),
  softplus: words('Softplus', 'softplus', { numbers: { beta: 'beta', threshold: 'threshold' } }),
  softsign: words('Softsign', 'softsign'),
  softshrink: words('Softshrink', 'softshrink', { numbers: { lambda: 'lambd' } }),
  hardshrink: words('Hardshrink', 'hardshrink', { numbers: { lambda: 'lambd' } }),
  tanhshrink: words('Tanhshrink', 'tanhshrink'),
  hardtanh: words('Hardtanh', 'hardtanh', {
    numbers: { minimum: 'min_val', maximum: 'max_val' },
    ...inPlace,
  }),
  'hard-sigmoid': words('Hardsigmoid', 'hardsigmoid', inPlace),
  'hard-swish': words('Hardswish', 'hardswish', inPlace),
  sigmoid: words('Sigmoid', 'sigmoid', { plain: 'sigmoid' }),
  'log-sigmoid': words('LogSigmoid', 'logsigmoid'),
  tanh: words('Tanh', 'tanh', { plain: 'tanh' }),
  softmax: words('Softmax', 'softmax', { plain: 'softmax', axis: true }),
  'log-softmax': words('LogSoftmax', 'log_softmax', { plain: 'log_softmax', axis: true }),
  softmin: words('Softmin', 'softmin', { axis: true }),
  exponential: words(null, null, { plain: 'exp' }),
};

/** The words for an activation that is asked for, with its arguments behind the input as Python writes them. @throws Refused */
export function activationAsked(to: Plain): {
  readonly word: string;
  readonly words: ActivationWords;
  readonly given: string;
} {
  const [word, argument] = wordOf(to);
  const found = word === null ? undefined : activationWords[word];
  if (word === null || !found)
    throw new Refused(`torch has no activation ${word ?? ''}.`.replace(' .', ' of this name.'));
  const given = [found.fixed, numbersText(found, word, argument)].filter((text) => text !== '').join(', ');
  return { word, words: found, given };
}

function numbersText({ numbers }: ActivationWords, word: string, argument: Plain): string {
  if (argument === null) return '';
  const names = Object.keys(numbers);
  if (typeof argument === 'number' && names.length > 0) return pythonText(argument);
  if (typeof argument !== 'object' || Array.isArray(argument))
    throw new Refused(`${word} takes no such number.`);
  return Object.entries(argument)
    .filter(([name]) => name !== 'axis')
    .map(([name, value]: readonly [string, Plain]) => {
      const own = numbers[name];
      if (own === undefined) throw new Refused(`${word} has no option ${name}.`);
      return `${own}=${pythonText(value)}`;
    })
    .join(', ');
}

/** The activation of a class or function by its name in torch; undefined for what is none. */
export function activationNamed(name: string): ActivationWords | undefined {
  return Object.values(activationWords).find(
    ({ cls, functional, plain }) => cls === name || functional === name || plain === name,
  );
}

/** A function of torch.nn.init with what it takes behind the tensor. */
export interface Start {
  readonly name: string;
  readonly rest: string;
}

const byFan = (name: string, nonlinearity: string, mode = ''): Start => ({
  name,
  rest: `${mode}nonlinearity='${nonlinearity}'`,
});

const byFanOut = "mode='fan_out', ";

const starts: Readonly<Record<string, (argument: number | null) => Start | null>> = {
  zeros: () => ({ name: 'zeros_', rest: '' }),
  ones: () => ({ name: 'ones_', rest: '' }),
  constant: (value) => ({ name: 'constant_', rest: pythonText(value ?? 0) }),
  normal: (std) => ({ name: 'normal_', rest: std === null ? '' : `std=${pythonText(std)}` }),
  uniform: (bound) => ({ name: 'uniform_', rest: `${pythonText(-(bound ?? 1))}, ${pythonText(bound ?? 1)}` }),
  'xavier-uniform': (gain) => ({ name: 'xavier_uniform_', rest: gainText(gain) }),
  'xavier-normal': (gain) => ({ name: 'xavier_normal_', rest: gainText(gain) }),
  'he-uniform': withoutGain(byFan('kaiming_uniform_', 'relu')),
  'he-normal': withoutGain(byFan('kaiming_normal_', 'relu')),
  'he-uniform-fan-out': withoutGain(byFan('kaiming_uniform_', 'relu', byFanOut)),
  'he-normal-fan-out': withoutGain(byFan('kaiming_normal_', 'relu', byFanOut)),
  'lecun-uniform': withoutGain(byFan('kaiming_uniform_', 'linear')),
  'lecun-normal': withoutGain(byFan('kaiming_normal_', 'linear')),
  orthogonal: (gain) => ({ name: 'orthogonal_', rest: gainText(gain) }),
  identity: (gain) => (gain === null ? { name: 'eye_', rest: '' } : null),
  sparse: (share) => ({ name: 'sparse_', rest: `sparsity=${pythonText(share ?? 0.1)}` }),
  'truncated-normal': (std) => ({
    name: 'trunc_normal_',
    rest: std === null ? '' : `std=${pythonText(std)}`,
  }),
};

function gainText(gain: number | null): string {
  return gain === null || gain === 1 ? '' : `gain=${pythonText(gain)}`;
}

/** torch reckons these gains from the name of an activation. */
function withoutGain(start: Start): (gain: number | null) => Start | null {
  return (gain) => (gain === null ? start : null);
}

/** What torch has for an initialisation. @throws Refused where it has none */
export function startAsked(to: Plain): Start {
  const [word, argument] = wordOf(to);
  const made = word === null ? undefined : starts[word];
  const start = made?.(typeof argument === 'number' ? argument : null) ?? null;
  const fits = argument === null || typeof argument === 'number';
  if (!start || !fits) throw new Refused(`torch.nn.init has no function for ${word ?? 'this'}.`);
  return start;
}

/** The classes and functions of losses by our names; a class stands in torch.nn, a function in torch.nn.functional. */
export const lossWords: Readonly<Record<string, { readonly cls: string; readonly functional: string }>> = {
  mse: { cls: 'MSELoss', functional: 'mse_loss' },
  l1: { cls: 'L1Loss', functional: 'l1_loss' },
  'smooth-l1': { cls: 'SmoothL1Loss', functional: 'smooth_l1_loss' },
  huber: { cls: 'HuberLoss', functional: 'huber_loss' },
  'cross-entropy': { cls: 'CrossEntropyLoss', functional: 'cross_entropy' },
  nll: { cls: 'NLLLoss', functional: 'nll_loss' },
  'binary-cross-entropy': { cls: 'BCELoss', functional: 'binary_cross_entropy' },
  'bce-logits': { cls: 'BCEWithLogitsLoss', functional: 'binary_cross_entropy_with_logits' },
  kl: { cls: 'KLDivLoss', functional: 'kl_div' },
  'poisson-nll': { cls: 'PoissonNLLLoss', functional: 'poisson_nll_loss' },
  'soft-margin': { cls: 'SoftMarginLoss', functional: 'soft_margin_loss' },
  'multi-margin': { cls: 'MultiMarginLoss', functional: 'multi_margin_loss' },
  'multi-label-margin': { cls: 'MultiLabelMarginLoss', functional: 'multilabel_margin_loss' },
  'multi-label-soft-margin': { cls: 'MultiLabelSoftMarginLoss', functional: 'multilabel_soft_margin_loss' },
};
