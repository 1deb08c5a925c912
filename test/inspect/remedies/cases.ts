/** Faulty network files, each with an edit that is known to help, and the number that tells so, read straight from a report. */
import type { NetworkReport, RuleId } from '../../../src/analysis/report';

/** One faulty file. */
export interface FaultyFile {
  readonly rule: RuleId;
  readonly text: string;
  /** The title of an edit that the literature or the rule's page names as the way out. */
  readonly title: RegExp;
  /** How bad it is, from fields of the report alone: 0 is well. */
  readonly badness: (report: NetworkReport) => number;
}

const distance = (value: number | undefined): number =>
  value !== undefined && value > 0 ? Math.abs(Math.log(value)) : Infinity;

const overControl = ({ controls }: NetworkReport): number =>
  distance((controls?.own.ratio ?? NaN) / (controls?.geometry.ratio ?? NaN));

const deadShare = ({ layers }: NetworkReport): number =>
  Math.max(...layers.map(({ dead }) => (dead === null ? 0 : dead.units / dead.of)));

const saturatedShare = ({ controls }: NetworkReport): number =>
  Math.max(...(controls?.own.saturated ?? []).map((share) => share ?? 0));

const spread = ({ layers }: NetworkReport): number => 1 / (layers[0]?.parameterReports[0]?.std ?? 0);

const smallestGradient = ({ layers }: NetworkReport): number =>
  1 /
  Math.min(
    ...layers.flatMap(({ parameterReports }) => parameterReports.map(({ gradientRms }) => gradientRms ?? 0)),
  );

const outputDelta = ({ layers }: NetworkReport): number =>
  1 / (layers.findLast(({ parameters }) => parameters > 0)?.delta ?? 0);

const notFinite = ({ loss }: NetworkReport): number => (Number.isFinite(loss?.value ?? NaN) ? 0 : 1);

const found =
  (rule: RuleId) =>
  ({ findings }: NetworkReport): number =>
    findings.filter((finding) => finding.rule === rule).length;

/** Layers one a line, each with a comment of its own, so that an edit that touches more than it must shows. */
function file(layers: readonly string[], rest: string, input = '[8]'): string {
  const lines = layers.map((layer, index) => `  - ${layer} # layer ${index}`);
  return ['# a network', `input: ${input}   # kept`, 'layers:', ...lines, rest, '# the end', ''].join('\n');
}

const deepSigmoid = [1, 2, 3, 4, 5].flatMap(() => ['linear: 8', 'sigmoid']);
const drawn = (std: number, count: number, activation: string): readonly string[] =>
  Array.from({ length: count }, () => [`{ linear: 16, init: { normal: ${std} } }`, activation]).flat();
const drawnUsually = ['linear: 16', 'relu', 'linear: 16', 'relu'];
const classes = 'loss: cross-entropy';

/** The cases. */
export const faultyFiles: readonly FaultyFile[] = [
  {
    rule: 'vanishing',
    text: file([...deepSigmoid, 'linear: 3'], classes),
    title: /^Use relu in the hidden layers/,
    badness: overControl,
  },
  {
    rule: 'vanishing',
    text: file([...drawn(0.01, 4, 'relu'), 'linear: 3'], classes),
    title: /^Initialise with he-normal$/,
    badness: overControl,
  },
  {
    rule: 'exploding',
    text: file([...drawn(2, 5, 'relu'), 'linear: 3'], classes),
    title: /^Initialise with he-normal$/,
    badness: overControl,
  },
  {
    rule: 'dead-relu',
    text: file(['{ linear: 16, biases: -6 }', 'relu', 'linear: 3'], classes),
    title: /^Start the biases at zero$/,
    badness: deadShare,
  },
  {
    rule: 'saturation',
    text: file(['{ linear: 16, init: { normal: 5 } }', 'tanh', 'linear: 3'], classes),
    // What init-scale, its cause, offers.
    title: /^Initialise linear1 with xavier-normal$/,
    badness: saturatedShare,
  },
  {
    rule: 'symmetric-init',
    text: file(['{ linear: 16, weights: 0.1 }', 'tanh', '{ linear: 3, weights: 0.1 }'], classes),
    title: /^Initialise with xavier-normal$/,
    badness: spread,
  },
  {
    rule: 'no-gradient',
    text: file(['linear: 16', 'relu', 'linear: 1', 'softmax'], 'loss: binary-cross-entropy'),
    title: /^Use sigmoid with binary-cross-entropy$/,
    badness: smallestGradient,
  },
  {
    rule: 'loss-mismatch',
    text: file(['linear: 16', 'relu', 'linear: 3', 'softmax'], classes),
    title: /^Drop the softmax before cross-entropy$/,
    badness: outputDelta,
  },
  {
    rule: 'loss-mismatch',
    text: file(['linear: 16', 'relu', 'linear: 3', 'softmax'], 'loss: mse'),
    title: /^Use cross-entropy and drop the softmax$/,
    badness: outputDelta,
  },
  {
    rule: 'loss-mismatch',
    text: file(['linear: 16', 'relu', 'linear: 1'], 'loss: binary-cross-entropy'),
    title: /^Use bce-logits$/,
    badness: notFinite,
  },
  {
    rule: 'non-finite',
    text: file(['linear: 16', 'relu', 'linear: 1'], 'loss: binary-cross-entropy'),
    title: /^Put a sigmoid before binary-cross-entropy$/,
    badness: notFinite,
  },
  {
    rule: 'output-activation',
    text: file(['linear: 16', 'relu', 'linear: 3', 'sigmoid'], classes),
    title: /^Drop the sigmoid before cross-entropy$/,
    badness: outputDelta,
  },
  {
    rule: 'output-units',
    text: file(['linear: 16', 'relu', 'linear: 1'], classes),
    title: /^Give linear2 2 units$/,
    badness: outputDelta,
  },
  {
    rule: 'dropout',
    text: file(['linear: 16', 'relu', 'dropout: 0.9', 'linear: 3'], classes),
    title: /^Set the rate of dropout1 to 0.5$/,
    badness: found('dropout'),
  },
  {
    rule: 'norm-misuse',
    text: file(['linear: 16', 'relu', 'dropout: 0.5', 'batch-norm', 'linear: 3'], classes),
    title: /^Leave dropout1 out$/,
    badness: found('norm-misuse'),
  },
  {
    rule: 'norm-misuse',
    text: file(['linear: 16', 'batch-norm', 'relu', 'linear: 3'], classes),
    title: /^Remove the bias before batch norm$/,
    badness: found('norm-misuse'),
  },
  {
    rule: 'linear-stack',
    text: file(['linear: 16', 'linear: 16', 'linear: 3'], classes),
    title: /^Put a relu between the layers of each pair$/,
    badness: found('linear-stack'),
  },
  {
    rule: 'nonlinearity-misplaced',
    text: file(['linear: 16', 'step', 'linear: 3'], classes),
    title: /^Use relu in its place$/,
    badness: smallestGradient,
  },
  {
    rule: 'input-scale',
    text: file(['linear: 16', 'tanh', 'linear: 2'], `${classes}\ndata: { file: a.csv, target: c }`, '[2]'),
    title: /^Scale the inputs by 0.00392$/,
    badness: ({ layers }) => distance(layers[0]?.preActivation.std),
  },
  {
    // The same columns, halved before: up to 127.5, which a thousandth brings to about size 1, makes 0.5 x 0.001.
    rule: 'input-scale',
    text: file(
      ['linear: 16', 'tanh', 'linear: 2'],
      `${classes}\ndata: { file: a.csv, target: c, scale: 0.5 }`,
      '[2]',
    ),
    title: /^Scale the inputs by 5e-4$/,
    badness: ({ layers }) => distance(layers[0]?.preActivation.std),
  },
  {
    rule: 'initial-loss',
    text: file(['linear: 16', 'relu', 'linear: 2'], `${classes}\ndata: { file: a.csv, target: c }`, '[2]'),
    title: /^Normalise the inputs with a batch norm$/,
    badness: ({ loss }) => distance((loss?.value ?? NaN) / (loss?.chance ?? NaN)),
  },
  {
    rule: 'update-ratio',
    text: file(['linear: 16', 'relu', 'linear: 3'], `${classes}\ntrain: { optimizer: sgd, rate: 1e-7 }`),
    title: /^Set the rate to 0\.00\d+$/,
    badness: ({ firstSteps }) => distance((firstSteps?.updates[0]?.ofFirst ?? NaN) / 1e-3),
  },
  {
    rule: 'clipping',
    text: file(['linear: 16', 'relu', 'linear: 3'], `${classes}\ntrain: { rate: 0.1, clip-norm: 1e-4 }`),
    title: /^Do not clip the gradient$/,
    badness: ({ firstSteps }) => firstSteps?.kept.filter((share) => share < 1).length ?? 0,
  },
  {
    rule: 'missing-zero-grad',
    text: file(['linear: 16', 'relu', 'linear: 3'], `${classes}\ntrain: { rate: 0.1, zero-grad: false }`),
    title: /^Set the gradients to zero before each step$/,
    badness: found('missing-zero-grad'),
  },
  {
    rule: 'layer-imbalance',
    text: file(['{ linear: 16, init: { normal: 4 } }', 'relu', ...drawnUsually, 'linear: 3'], classes),
    title: /^Initialise linear1 with he-normal$/,
    badness: ({ layers }) =>
      distance(
        (layers[0]?.parameterReports[0]?.gradientRatio ?? NaN) /
          (layers[1]?.parameterReports[0]?.gradientRatio ?? NaN),
      ),
  },
  {
    rule: 'recurrent-gradient',
    text: file(['{ lstm: 4, last: true, bias-init: { forget-gate: -4 } }', 'linear: 2'], classes, '[30, 2]'),
    title: /^Start the forget gate of lstm1 at 1$/,
    badness: ({ controls }) => distance(controls?.bands.own.stepRatio[0]?.[1]),
  },
];
