/** Every loss of torch.nn: its names as a function and as a module, what it takes, and the op that computes it. */
import type { LossCall } from '../../../graph/loss';
import type { Attributes } from '../../../ops/op';
import type { LossName } from '../../../ops/losses/table';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import type { Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { recorderOf } from '../../tensors/recorder';
import { flag, number, whole, word } from '../../tensors/arguments';
import {
  checkedBinary,
  checkedClasses,
  checkedLogits,
  floats,
  stretched,
  weighted,
  withLengths,
  withVariance,
  withWarning,
  type Option,
  type Prepare,
} from './arguments';

/** One loss. */
export interface LossRow {
  /** As a function of torch.nn.functional. */
  readonly name: string;
  /** As a module of torch.nn. */
  readonly module: string;
  readonly op: LossName;
  /** Names of the tensors in front. */
  readonly tensors: string;
  /** The options of the module, and of the function unless it has them in another order. */
  readonly options: string;
  readonly functionOptions?: string;
  /** Options that are buffers of the module. */
  readonly buffers?: readonly string[];
  readonly attributes: (machine: Machine, option: Option) => Attributes;
  readonly prepare: Prepare;
}

const legacy = "size_average=None, reduce=None, reduction='mean'";

/** How terms become the loss; the old words size_average and reduce win, as in PyTorch. Raises ValueError for words that are none. */
export function reductionOf(machine: Machine, option: Option): string {
  const [average, reduces] = [option('size_average'), option('reduce')];
  if (average.kind === 'bool' || reduces.kind === 'bool') {
    if (reduces.kind === 'bool' && !reduces.value) return 'none';
    return average.kind === 'bool' && !average.value ? 'sum' : 'mean';
  }
  const reduction = word(machine, option('reduction'));
  if (reduction === 'batchmean') return 'batch-mean';
  if (['mean', 'sum', 'none'].includes(reduction)) return reduction;
  throw fail(machine, 'ValueError', `${reduction} is not a valid value for reduction`);
}

/** The call of a loss with its options. */
export function lossCall(machine: Machine, { op, attributes }: LossRow, option: Option): LossCall {
  const all = { ...attributes(machine, option), reduction: reductionOf(machine, option) };
  return { op, attributes: all } as unknown as LossCall; // each row's attributes are those of its op
}

/** Known numbers of an option; undefined for None. @throws Encountered where they are not known */
function numbersOf(machine: Machine, value: Value): readonly number[] | undefined {
  const tensor = tensorIn(value);
  if (!tensor) return undefined;
  const known = recorderOf(machine).known(tensor);
  if (known) return Array.from(known.data);
  throw new Encountered(machine.unknown('data', 'The weights of a loss depend on inputs or parameters.'));
}

function classWeights(machine: Machine, option: Option): Attributes {
  const weight = numbersOf(machine, option('weight'));
  return weight ? { weight } : {};
}

const none = (): Attributes => ({});
const only =
  (name: string): LossRow['attributes'] =>
  (machine, option) => ({ [name]: number(machine, option(name)) });

export const lossRows: readonly LossRow[] = [
  {
    name: 'cross_entropy',
    module: 'CrossEntropyLoss',
    op: 'cross-entropy',
    tensors: 'input, target',
    options:
      "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
    buffers: ['weight'],
    attributes: (machine, option) => ({
      ...classWeights(machine, option),
      ignoreIndex: whole(machine, option('ignore_index')),
      labelSmoothing: number(machine, option('label_smoothing')),
    }),
    prepare: checkedClasses(true),
  },
  {
    name: 'nll_loss',
    module: 'NLLLoss',
    op: 'nll',
    tensors: 'input, target',
    options: "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'",
    buffers: ['weight'],
    attributes: (machine, option) => ({
      ...classWeights(machine, option),
      ignoreIndex: whole(machine, option('ignore_index')),
    }),
    prepare: checkedClasses(false),
  },
  {
    name: 'mse_loss',
    module: 'MSELoss',
    op: 'mse',
    tensors: 'input, target',
    options: legacy,
    functionOptions: `${legacy}, weight=None`,
    attributes: none,
    prepare: weighted(withWarning),
  },
  {
    name: 'l1_loss',
    module: 'L1Loss',
    op: 'l1',
    tensors: 'input, target',
    options: legacy,
    functionOptions: `${legacy}, weight=None`,
    attributes: none,
    prepare: weighted(withWarning),
  },
  {
    name: 'smooth_l1_loss',
    module: 'SmoothL1Loss',
    op: 'smooth-l1',
    tensors: 'input, target',
    options: `${legacy}, beta=1.0`,
    attributes: only('beta'),
    prepare: withWarning,
  },
  {
    name: 'huber_loss',
    module: 'HuberLoss',
    op: 'huber',
    tensors: 'input, target',
    options: "reduction='mean', delta=1.0",
    functionOptions: "reduction='mean', delta=1.0, weight=None",
    attributes: only('delta'),
    prepare: weighted(withWarning),
  },
  {
    name: 'binary_cross_entropy',
    module: 'BCELoss',
    op: 'binary-cross-entropy',
    tensors: 'input, target',
    options: `weight=None, ${legacy}`,
    buffers: ['weight'],
    attributes: none,
    prepare: weighted(checkedBinary),
  },
  {
    name: 'binary_cross_entropy_with_logits',
    module: 'BCEWithLogitsLoss',
    op: 'bce-logits',
    tensors: 'input, target',
    options: `weight=None, ${legacy}, pos_weight=None`,
    buffers: ['weight', 'pos_weight'],
    attributes: (machine, option) => {
      const posWeight = numbersOf(machine, option('pos_weight'));
      return posWeight ? { posWeight } : {};
    },
    prepare: weighted(checkedLogits),
  },
  {
    name: 'kl_div',
    module: 'KLDivLoss',
    op: 'kl',
    tensors: 'input, target',
    options: `${legacy}, log_target=False`,
    attributes: (machine, option) => ({ logTarget: flag(machine, option('log_target')) }),
    prepare: stretched,
  },
  {
    name: 'poisson_nll_loss',
    module: 'PoissonNLLLoss',
    op: 'poisson-nll',
    tensors: 'input, target',
    options: "log_input=True, full=False, size_average=None, eps=1e-8, reduce=None, reduction='mean'",
    attributes: (machine, option) => ({
      logInput: flag(machine, option('log_input')),
      full: flag(machine, option('full')),
      eps: number(machine, option('eps')),
    }),
    prepare: stretched,
  },
  {
    name: 'gaussian_nll_loss',
    module: 'GaussianNLLLoss',
    op: 'gaussian-nll',
    tensors: 'input, target, var',
    options: "*, full=False, eps=1e-6, reduction='mean'",
    functionOptions: "full=False, eps=1e-6, reduction='mean'",
    attributes: (machine, option) => ({
      full: flag(machine, option('full')),
      eps: number(machine, option('eps')),
    }),
    prepare: withVariance,
  },
  {
    name: 'hinge_embedding_loss',
    module: 'HingeEmbeddingLoss',
    op: 'hinge-embedding',
    tensors: 'input, target',
    options: `margin=1.0, ${legacy}`,
    attributes: only('margin'),
    prepare: stretched,
  },
  {
    name: 'soft_margin_loss',
    module: 'SoftMarginLoss',
    op: 'soft-margin',
    tensors: 'input, target',
    options: legacy,
    attributes: none,
    prepare: stretched,
  },
  {
    name: 'margin_ranking_loss',
    module: 'MarginRankingLoss',
    op: 'margin-ranking',
    tensors: 'input1, input2, target',
    options: `margin=0.0, ${legacy}`,
    attributes: only('margin'),
    prepare: stretched,
  },
  {
    name: 'cosine_embedding_loss',
    module: 'CosineEmbeddingLoss',
    op: 'cosine-embedding',
    tensors: 'input1, input2, target',
    options: `margin=0.0, ${legacy}`,
    attributes: only('margin'),
    prepare: (_recorder, tensors) => tensors,
  },
  {
    name: 'triplet_margin_loss',
    module: 'TripletMarginLoss',
    op: 'triplet-margin',
    tensors: 'anchor, positive, negative',
    options: `margin=1.0, p=2.0, eps=1e-6, swap=False, ${legacy}`,
    attributes: (machine, option) => ({
      margin: number(machine, option('margin')),
      p: number(machine, option('p')),
      eps: number(machine, option('eps')),
      swap: flag(machine, option('swap')),
    }),
    prepare: stretched,
  },
  {
    name: 'multi_margin_loss',
    module: 'MultiMarginLoss',
    op: 'multi-margin',
    tensors: 'input, target',
    options: `p=1, margin=1.0, weight=None, ${legacy}`,
    buffers: ['weight'],
    attributes: (machine, option) => ({
      ...classWeights(machine, option),
      p: number(machine, option('p')),
      margin: number(machine, option('margin')),
    }),
    prepare: (_recorder, tensors) => tensors,
  },
  {
    name: 'multilabel_margin_loss',
    module: 'MultiLabelMarginLoss',
    op: 'multi-label-margin',
    tensors: 'input, target',
    options: legacy,
    attributes: none,
    prepare: (_recorder, tensors) => tensors,
  },
  {
    name: 'multilabel_soft_margin_loss',
    module: 'MultiLabelSoftMarginLoss',
    op: 'multi-label-soft-margin',
    tensors: 'input, target',
    options: `weight=None, ${legacy}`,
    buffers: ['weight'],
    attributes: classWeights,
    prepare: (recorder, tensors) => floats(recorder, tensors),
  },
  {
    name: 'ctc_loss',
    module: 'CTCLoss',
    op: 'ctc',
    tensors: 'log_probs, targets, input_lengths, target_lengths',
    options: "blank=0, reduction='mean', zero_infinity=False",
    attributes: (machine, option) => ({
      blank: whole(machine, option('blank')),
      zeroInfinity: flag(machine, option('zero_infinity')),
    }),
    prepare: withLengths,
  },
];
