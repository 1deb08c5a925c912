/** keras.losses: names as word, function and class, and how each is computed of a prediction. */
import type { LossName } from '../../../ops/losses/table';
import { native } from '../../python/builtins/native';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { recordClass } from '../outside/records';

/** What a loss takes, where Keras can take several things. */
export type Takes = 'values' | 'binary' | 'classes' | 'divergence' | 'rates';

/** One loss. */
export interface KerasLoss {
  readonly name: string;
  readonly className: string;
  readonly aliases: readonly string[];
  readonly op: LossName;
  /** `classes`: probabilities of classes unless `from_logits`; `binary`: of two; `divergence`: probabilities compared by their logarithms; `rates`: of counts. */
  readonly takes: Takes;
  /** Options behind y_true and y_pred, with Keras's defaults. */
  readonly options: string;
  /** Options that are attributes of the op, by the names of both. */
  readonly attributes?: Readonly<Record<string, string>>;
}

function loss(
  [name, className]: readonly [string, string],
  op: LossName,
  takes: Takes,
  options: string,
  aliases: readonly string[] = [],
  attributes?: Readonly<Record<string, string>>,
): KerasLoss {
  return { name, className, aliases, op, takes, options, ...(attributes && { attributes }) };
}

const logits = 'from_logits=False, label_smoothing=0.0, axis=-1';

export const kerasLosses: readonly KerasLoss[] = [
  loss(['mean_squared_error', 'MeanSquaredError'], 'mse', 'values', '', ['mse', 'MSE']),
  loss(['mean_absolute_error', 'MeanAbsoluteError'], 'l1', 'values', '', ['mae', 'MAE']),
  loss(
    ['mean_absolute_percentage_error', 'MeanAbsolutePercentageError'],
    'mean-absolute-percentage',
    'values',
    '',
    ['mape', 'MAPE'],
  ),
  loss(
    ['mean_squared_logarithmic_error', 'MeanSquaredLogarithmicError'],
    'mean-squared-logarithmic',
    'values',
    '',
    ['msle', 'MSLE'],
  ),
  loss(['huber', 'Huber'], 'huber', 'values', 'delta=1.0', ['huber_loss'], { delta: 'delta' }),
  loss(['log_cosh', 'LogCosh'], 'log-cosh', 'values', '', ['logcosh', 'LogCosh']),
  loss(['hinge', 'Hinge'], 'hinge', 'values', ''),
  loss(['squared_hinge', 'SquaredHinge'], 'squared-hinge', 'values', ''),
  loss(['categorical_hinge', 'CategoricalHinge'], 'categorical-hinge', 'values', ''),
  loss(['cosine_similarity', 'CosineSimilarity'], 'cosine-similarity', 'values', 'axis=-1', [
    'cosine_proximity',
    'cosine',
  ]),
  loss(['poisson', 'Poisson'], 'poisson-nll', 'rates', ''),
  loss(['kl_divergence', 'KLDivergence'], 'kl', 'divergence', '', [
    'kld',
    'KLD',
    'kullback_leibler_divergence',
    'KullbackLeiblerDivergence',
  ]),
  loss(['binary_crossentropy', 'BinaryCrossentropy'], 'binary-cross-entropy', 'binary', logits, [
    'bce',
    'BCE',
  ]),
  loss(['categorical_crossentropy', 'CategoricalCrossentropy'], 'cross-entropy', 'classes', logits),
  loss(
    ['sparse_categorical_crossentropy', 'SparseCategoricalCrossentropy'],
    'cross-entropy',
    'classes',
    'from_logits=False, ignore_class=None, axis=-1',
    [],
    { ignore_class: 'ignoreIndex' },
  ),
  loss(['dice', 'Dice'], 'dice', 'values', ''),
  loss(['tversky', 'Tversky'], 'tversky', 'values', 'alpha=0.5, beta=0.5', [], {
    alpha: 'alpha',
    beta: 'beta',
  }),
];

/** A loss by any of its names. */
export const lossNamed: ReadonlyMap<string, KerasLoss> = new Map(
  kerasLosses.flatMap((row) => [row.name, row.className, ...row.aliases].map((name) => [name, row] as const)),
);

const functions = new Map<Value, KerasLoss>();

/** The loss that a function of keras.losses is. */
export function lossOfFunction(value: Value): KerasLoss | undefined {
  return functions.get(value);
}

/** A loss with its options. */
export interface FoundLoss {
  readonly row: KerasLoss;
  /** An object of the loss's class; None for the usual ones. */
  readonly options: Value;
}

const callsKey = 'keras losses that were called';

/** The losses that the program has called, as far as somebody asks; the list is the asker's to empty. */
export function callsOfLosses(machine: Machine): FoundLoss[] {
  const found = machine.keep.get(callsKey);
  if (typeof found === 'object') return found as FoundLoss[]; // only this function writes under the key
  const made: FoundLoss[] = [];
  machine.keep.set(callsKey, made);
  return made;
}

/** A loss that a program calls itself is noted; what it gives is not known. */
function called(machine: Machine, row: KerasLoss, options: Value): Value {
  const calls = callsOfLosses(machine);
  // A program may call it in a loop; the first calls are those that somebody wants.
  if (calls.length < 16) calls.push({ row, options });
  const message = `What ${row.name} gives within a loss of the program is not computed.`;
  return machine.unknown('unsupported', message, row.name);
}

/** The names that keras.losses gives: classes that keep their options, and functions. */
export const lossValues: readonly (readonly [string, Value])[] = kerasLosses.flatMap((row) => {
  const cls = recordClass(
    row.className,
    `${row.options === '' ? '' : `${row.options}, `}reduction="sum_over_batch_size", name=None, dtype=None`,
  );
  cls.attributes.set(
    '__call__',
    native(
      `${row.className}.__call__`,
      'self, y_true, y_pred, sample_weight=None',
      (machine, self) => called(machine, row, self),
      { binds: true, takesUnknown: true },
    ),
  );
  const own = native(
    row.name,
    `y_true, y_pred${row.options === '' ? '' : `, ${row.options}`}`,
    (machine, _truth, _prediction, ...options) => called(machine, row, machine.call(cls, options)),
    { takesUnknown: true },
  );
  functions.set(own, row);
  return [row.className, ...row.aliases.filter((name) => /^[A-Z][a-z]/.test(name))]
    .map((name): readonly [string, Value] => [name, cls])
    .concat(
      [row.name, ...row.aliases.filter((name) => !/^[A-Z][a-z]/.test(name))].map(
        (name): readonly [string, Value] => [name, own],
      ),
    );
});

/** keras.losses.Loss, from which programs descend, and the words of `get`. */
export const lossSource = `
class Loss:
    def __init__(self, name=None, reduction='sum_over_batch_size', dtype=None, **kwargs):
        self.name = name
        self.reduction = reduction

    def __call__(self, y_true, y_pred, sample_weight=None):
        return self.call(y_true, y_pred)

    def get_config(self):
        return {'name': self.name, 'reduction': self.reduction}

class Reduction:
    AUTO, NONE, SUM, SUM_OVER_BATCH_SIZE = 'auto', 'none', 'sum', 'sum_over_batch_size'

def get(identifier):
    return identifier
`;
