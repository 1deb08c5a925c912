/** Normalisation: the network without it, with batch norm and with layer norm, side by side, at any batch size. */
import { rowsOf, type Row } from '../../analysis/rows';
import { controlReport, costOf } from '../../inspect/controls';
import {
  normalisableLayers,
  normalisationsOf,
  withNormalisation,
  withoutNormalisation,
} from '../../inspect/normalised';
import { median } from '../../analysis/statistics';
import { planFor } from '../../engine/plan';
import { availableSamples } from '../../engine/probe';
import { trainingOf } from '../../engine/training/preparing';
import { batchFor } from '../../graph/batchSizes';
import { typesOf } from '../../graph/shapes';
import type { Network } from '../../graph/network';
import { sizeOf } from '../../tensor/tensor';
import { overSeeds, type Grid } from '../compare/cell';
import { workText } from '../compare/size';
import { trainingBatch, trainingText } from '../training/preparing';
import { shortTraining } from '../training/shortTraining';
import { showing, StudyRefused, type Study, type Subject } from '../study';
import type { NormalisationAnswer, NormalisationQuestion, NormalisedAs, NormalisedVariant } from './answer';

const mostSteps = 500;
const largestBatch = 1024;
const seeds = 3;

/** Operations of the runs, and of all trainings together. */
const runBudget = 2e10;
const trainingBudget = 1e11;

/** The study. */
export const normalisationStudy = {
  read: ({ batch, steps }) =>
    (batch === null || isWhole(batch, 1, largestBatch)) && isWhole(steps, 0, mostSteps)
      ? { batch, steps }
      : null,
  answer: function* (subject, { batch: asked, steps }) {
    const { network, kernels } = subject;
    const variants = variantsOf(network);
    const wanted = Math.min(asked ?? trainingBatch(subject), availableSamples(network), largestBatch);
    const batch = batchFor(network, wanted);
    const dearest = (of: (variant: Network) => number): number =>
      variants.reduce((sum, { variant }) => sum + of(variant), 0);
    const { floatType } = kernels;
    if (seeds * dearest((variant) => costOf(variant, batch, { floatType })) > runBudget) {
      const work = workText(planFor(network, batch, floatType).work);
      throw new StudyRefused(`One run with ${batch} samples takes ${work}; choose fewer samples.`);
    }
    const trains = dearest((variant) => steps * costOf(variant, batch, { floatType })) <= trainingBudget;
    const found: NormalisedVariant[] = [];
    const answer = (): NormalisationAnswer => ({
      ...{ batch, seeds, steps, layers: weightedRows(network).map((row) => nameOf(network, row)) },
      how: trainingText({ ...subject, network: trainedAs(network, batch) }),
      places: normalisationsOf(network).length === 0 ? normalisableLayers(network) : [],
      variants: [...found],
      left: trains ? '' : 'Training takes too long here for a comparison; choose fewer steps or samples.',
    });
    for (const { name, variant, own } of variants) {
      const seen = yield* showing(measured(subject, variant, batch), answer);
      const single = name === 'batch-norm' && hasSingles(variant, batch);
      found.push({ name, own, single, trained: null, ...seen });
    }
    yield answer();
    for (const [index, { variant }] of variants.entries()) {
      if (!trains || steps === 0) break;
      const work = shortTraining(subject, trainedAs(variant, batch), steps);
      const { losses, accuracy, steps: at } = yield* showing(work, answer);
      const before = found[index];
      if (before) found[index] = { ...before, trained: { steps: at, losses, accuracy } };
      yield answer();
    }
    return answer();
  },
} satisfies Study<NormalisationQuestion, NormalisationAnswer>;

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

interface Variant {
  readonly name: NormalisedAs;
  readonly own: boolean;
  readonly variant: Network;
}

/** The three variants; the file's own is the file itself, with its own places of the norms. @throws StudyRefused */
function variantsOf(network: Network): readonly Variant[] {
  const plain = withoutNormalisation(network);
  if (!network.loss) throw new StudyRefused('Without a loss there is no gradient to compare.');
  if (normalisableLayers(plain).length === 0) {
    throw new StudyRefused('There is no hidden linear or convolutional layer that could be normalised.');
  }
  const present = normalisationsOf(network);
  const kinds: readonly NormalisedAs[] = ['without', 'batch-norm', 'layer-norm'];
  return kinds.map((name) => {
    const own = name === 'without' ? present.length === 0 : present.length === 1 && present[0] === name;
    if (own) return { name, own, variant: network };
    return { name, own, variant: name === 'without' ? plain : withNormalisation(network, name) };
  });
}

function trainedAs(network: Network, batch: number): Network {
  return { ...network, training: { ...trainingOf(network), batch } };
}

type Measured = Pick<NormalisedVariant, 'delta' | 'std' | 'loss'>;

/** Medians over the seeds, layer by layer. */
function* measured(subject: Subject, variant: Network, batch: number): Generator<undefined, Measured> {
  const rows = rowsOf(variant);
  const places = rows.flatMap((row, index) => (isWeighted(row) ? [index] : []));
  const ends = { first: places[0] ?? 0, last: places.at(-1) ?? 0 };
  const grid: Grid = { subject, size: { seeds, batch }, verdictBatch: batch, path: [], ends };
  const samples = yield* overSeeds(() => variant, grid);
  const { delta, outputStd } = controlReport(samples);
  return {
    delta: places.map((index) => delta[index] ?? null),
    std: places.map((index) => outputStd[behindNorm(rows, index)] ?? NaN),
    loss: median(samples.map(({ loss }) => loss ?? NaN)),
  };
}

function isWeighted({ role }: Row): boolean {
  return role === 'weighted';
}

function weightedRows(network: Network): readonly Row[] {
  return rowsOf(network).filter(isWeighted);
}

function nameOf({ layers }: Network, { layer }: Row): string {
  return layers[layer]?.name ?? '';
}

/** The row whose output goes on: that of the norm behind a layer, which its activation is merged into. */
function behindNorm(rows: readonly Row[], index: number): number {
  const row = rows[index];
  if (!row || row.activation || row.next === null) return index;
  return rows[row.next]?.role === 'normalisation' ? row.next : index;
}

/** Whether a batch norm has channels of one value. */
function hasSingles(network: Network, batch: number): boolean {
  const types = typesOf(network, batch, 'float32');
  return network.nodes.some((node, index) => {
    if (node.kind !== 'op' || node.call.op !== 'batch-norm') return false;
    const shape = types[index]?.[0]?.shape ?? [];
    const channels = shape.at(node.call.attributes.axis) ?? 1;
    return sizeOf(shape) === channels;
  });
}
