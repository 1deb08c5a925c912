/** The study of time: the gradient at every step of a recurrent layer, its cell beside the other two, and the matrix that carries it. */
import { heatmapOf } from '../../analysis/heatmap';
import type { Heatmap } from '../../analysis/report';
import { byteCount, counted, wholeNumber } from '../../base/numbers';
import { initialParameters } from '../../engine/parameters';
import { planFor, planRun } from '../../engine/plan';
import { batchFor } from '../../graph/batchSizes';
import type { Network } from '../../graph/network';
import { StudyRefused, type Study, type Subject } from '../study';
import { courseOf, type Course } from './course';
import { passSizes, timeAxes, withSteps, type Cut } from './length';
import { cellNames, formOf, gateNames, parametersByName, passesOf, type CellName, type Pass } from './passes';
import { gateBlocks, spectrumOf, type Spectrum } from './spectrum';
import { withCell, withOrthogonal } from './swapped';
import { unrolled, type Unrolled } from './unrolled';

/** How the recurrent weights start: as the source has it (other cells: the framework's default), or orthogonal. */
export type RecurrentStart = 'own' | 'orthogonal';

/** What can be asked. */
export interface SequenceQuestion {
  /** The name of a recurrent layer; null, or a name that is none: the first. */
  readonly layer: string | null;
  /** Which pass of that layer, from 0. */
  readonly pass: number;
  /** Length of the sequences; null: as the source has it. */
  readonly steps: number | null;
  readonly start: RecurrentStart;
}

/** One cell's course, with what its gates are called and what each gate's recurrent matrix does. */
export interface CellCourse extends Course {
  readonly cell: CellName;
  /** Whether it is the source's own cell. */
  readonly own: boolean;
  readonly gateNames: readonly string[];
  /** The gates' deltas, gate by step, in the order of running. */
  readonly gateHeat: Heatmap;
  /** By gate; null before it is known, and for layers of more than 1,024 units. */
  readonly spectra: readonly Spectrum[] | null;
  /** The largest slope of the plain cell's function: 1 for tanh and for ReLU. Null for gated cells, which have no such bound. */
  readonly largestSlope: number | null;
}

/** One pass as it can be chosen. */
export interface PassChoice {
  /** Its place in a stack, from 0. */
  readonly level: number;
  readonly reverse: boolean;
}

/** The answer; `cells` grows, the source's own cell first. */
export interface SequenceAnswer {
  readonly layers: readonly { readonly name: string; readonly passes: readonly PassChoice[] }[];
  readonly layer: string;
  readonly pass: number;
  /** The steps run from the end of the sequence to its beginning. */
  readonly reverse: boolean;
  readonly steps: number;
  /** Steps that the source has. */
  readonly written: number;
  /** The longest sequence that can be asked for; `written` where the length is fixed. */
  readonly longest: number;
  readonly batch: number;
  readonly units: number;
  readonly start: RecurrentStart;
  readonly cells: readonly CellCourse[];
  /** Sentences about what was changed or left out. */
  readonly notes: readonly string[];
}

/** More steps are not unrolled: each takes about fifteen ops. */
export const mostSteps = 500;
/** Bytes and operations that one unrolled run may take; the batch is halved until it does. */
const mostBytes = 256 * 2 ** 20;
const mostWork = 2e9;
/** Beyond so many units the spectrum costs more than the run. */
const mostUnits = 1024;

/** The study. */
export const sequenceStudy = {
  read: ({ layer = null, pass = 0, steps = null, start = 'own' }) => {
    if (layer !== null && typeof layer !== 'string') return null;
    if (typeof pass !== 'number' || !Number.isInteger(pass) || pass < 0) return null;
    if (steps !== null && (typeof steps !== 'number' || !Number.isInteger(steps) || steps < 1)) return null;
    if (start !== 'own' && start !== 'orthogonal') return null;
    return { layer, pass, steps, start };
  },
  answer: function* (subject, question) {
    const chosen = choose(subject.network, question);
    const cut = lengthened(subject, question, chosen);
    const variants = variantsOf(cut, question.start, subject);
    const { runs, batch, notes } = fitted(variants.runs, cut.network, subject);
    const sizes = sizesIn(cut.network, cut.pass);
    let answer: SequenceAnswer = {
      ...chosen.choices,
      reverse: cut.pass.op.call.attributes.reverse,
      steps: sizes.steps,
      written: chosen.written,
      longest: longestOf(subject.network, chosen.written),
      batch,
      units: sizes.outputs,
      start: question.start,
      cells: [],
      notes: [...cut.notes, ...notes, ...variants.notes],
    };
    for (const run of runs) {
      const course = courseOf(run.unrolled, sizesIn(run.network, run.pass), batch, subject);
      const { op: cell } = run.pass.op.call;
      const own = cell === chosen.pass.op.call.op;
      const largestSlope = cell === 'rnn' ? 1 : null;
      const earlier = answer.cells;
      const names = gateNames[cell];
      const gateHeat = heatOf(course);
      const known = { ...course, cell, own, gateNames: names, gateHeat, spectra: null, largestSlope };
      answer = { ...answer, cells: [...earlier, known] };
      yield answer;
      const spectra = yield* spectraOf(run, answer, subject);
      answer = { ...answer, cells: [...earlier, { ...known, spectra }] };
      yield answer;
    }
    return answer;
  },
} satisfies Study<SequenceQuestion, SequenceAnswer>;

/** The pass that is looked at, and what else could be. */
interface Chosen {
  readonly pass: Pass;
  readonly written: number;
  readonly choices: Pick<SequenceAnswer, 'layers' | 'layer' | 'pass'>;
}

function choose(network: Network, question: SequenceQuestion): Chosen {
  const passes = passesOf(network);
  const names = [...new Set(passes.map(({ layer }) => layer))];
  const of = (name: string): readonly Pass[] => passes.filter(({ layer }) => layer === name);
  const layer = names.find((name) => name === question.layer) ?? names[0];
  const within = layer === undefined ? [] : of(layer);
  const place = within[question.pass] ? question.pass : 0;
  const pass = within[place];
  if (layer === undefined || !pass)
    throw new StudyRefused(`${network.name} has no rnn, lstm or gru layer, so there are no time steps.`);
  if (!network.loss)
    throw new StudyRefused(`${network.name} has no loss that can be computed, so there is no gradient.`);
  const sizes = passSizes(network, pass);
  if (!sizes) throw new StudyRefused(`${layer} cannot be run, since its input is not known.`);
  const layers = names.map((name) => ({
    name,
    passes: of(name).map(({ level, op }) => ({ level, reverse: op.call.attributes.reverse })),
  }));
  return { pass, written: sizes.steps, choices: { layers, layer, pass: place } };
}

function heatOf({ gates, hidden }: Course): Heatmap {
  return heatmapOf({
    rows: gates.length,
    columns: hidden.length,
    values: gates.flatMap(({ delta }) => [...delta]),
    rowAxis: 'gate',
    columnAxis: 'step',
  });
}

function longestOf(network: Network, written: number): number {
  if (timeAxes(network, written).length === 0) return written;
  return network.dataset ? Math.min(written, mostSteps) : mostSteps;
}

/** As many steps as are asked for, as far as there are so many; a note says what stood in the way. */
function lengthened(subject: Subject, question: SequenceQuestion, { pass, written }: Chosen): Cut {
  const { network } = subject;
  const asked = question.steps ?? written;
  const fixed = timeAxes(network, written).length === 0;
  const wanted = fixed ? written : Math.min(asked, longestOf(network, written));
  if (wanted > mostSteps) {
    throw new StudyRefused(
      `${pass.layer} runs over ${counted(written, 'step')}; at most ${wholeNumber(mostSteps)} are unrolled, and the input has no axis that could be cut.`,
    );
  }
  const notes = wanted === asked ? [] : [whyNot(subject, written, asked)];
  if (wanted === written) return { network, pass, notes };
  const cut = withSteps(subject, pass, written, wanted);
  return { ...cut, notes: [...notes, ...cut.notes] };
}

function whyNot({ network }: Subject, written: number, asked: number): string {
  const { dataset } = network;
  if (timeAxes(network, written).length === 0)
    return 'The length of the sequence is no axis of the input, so it cannot be changed here.';
  if (dataset && asked > written && written <= mostSteps)
    return `A sample of ${dataset.name} has ${counted(written, 'step')}; longer sequences would need other data.`;
  return `At most ${wholeNumber(mostSteps)} steps are unrolled, ${wholeNumber(asked)} were asked for.`;
}

interface Run {
  readonly network: Network;
  readonly pass: Pass;
  readonly unrolled: Unrolled;
}

/** The source's own cell and the two others, as far as they fit. */
function variantsOf(
  { network, pass }: Cut,
  start: RecurrentStart,
  { kernels }: Subject,
): { readonly runs: readonly Run[]; readonly notes: readonly string[] } {
  const own = pass.op.call.op;
  const place = passesOf(network).findIndex(({ node }) => node === pass.node);
  const runs: Run[] = [];
  const notes: string[] = [];
  for (const cell of [own, ...cellNames.filter((name) => name !== own)]) {
    const variant = withCell(network, pass.layer, cell);
    if ('reason' in variant) {
      notes.push(`${pass.layer} cannot be tried as ${cell}, since ${variant.reason}.`);
      continue;
    }
    const begun =
      start === 'own' ? variant.network : withOrthogonal(variant.network, pass.layer, kernels.pace);
    const found = passesOf(begun)[place];
    if (found)
      runs.push({ network: begun, pass: found, unrolled: unrolled(begun, found, sizesIn(begun, found)) });
  }
  return { runs, notes };
}

function sizesIn(network: Network, pass: Pass): NonNullable<ReturnType<typeof passSizes>> {
  const sizes = passSizes(network, pass);
  if (!sizes) throw new StudyRefused(`${pass.layer} cannot be run, since its input is not known.`);
  return sizes;
}

/** One batch for all runs, so that their numbers compare: that of the inspection, halved until each run keeps to its limits. */
function fitted(
  runs: readonly Run[],
  network: Network,
  { kernels, memoryLimit }: Subject,
): { readonly runs: readonly Run[]; readonly batch: number; readonly notes: readonly string[] } {
  const { floatType } = kernels;
  const plan = planRun(network, { batch: null, floatType, memoryLimit });
  if ('refusal' in plan) throw new StudyRefused(plan.refusal);
  const limit = Math.min(memoryLimit, mostBytes);
  let { batch } = plan;
  for (;;) {
    const plans = runs.map((run) => planFor(run.unrolled.network, batch, floatType));
    const bytes = Math.max(...plans.map((each) => each.bytes));
    const work = Math.max(...plans.map((each) => each.work));
    const excess = Math.max(bytes / limit, batch > 4 ? work / mostWork : 0);
    if (excess <= 1) {
      kernels.reserve(bytes);
      break;
    }
    if (batch <= batchFor(network, 1)) {
      throw new StudyRefused(
        `Unrolled, ${batch === 1 ? 'one sample takes' : `${wholeNumber(batch)} samples take`} ${byteCount(bytes)}; the limit is ${byteCount(limit)}. A shorter sequence takes less.`,
      );
    }
    batch = Math.max(1, batch >> Math.ceil(Math.log2(excess)));
  }
  const notes =
    batch < plan.batch
      ? [`Tried on ${counted(batch, 'sample')} in place of ${plan.batch}: every step has storage of its own.`]
      : [];
  return { runs, batch, notes };
}

/** The spectrum of each gate's recurrent matrix; yields the answer between them. */
function* spectraOf(
  { network, pass }: Run,
  answer: SequenceAnswer,
  { kernels }: Subject,
): Generator<SequenceAnswer, readonly Spectrum[] | null> {
  const parameter = parametersByName(network, pass).get('recurrentWeights');
  if (!parameter || answer.units > mostUnits) return null;
  const { shape } = parameter.node;
  const data = kernels.temporarily(() =>
    initialParameters(network, network.seed, kernels).get(parameter.node.name)?.data.slice(),
  );
  const spectra: Spectrum[] = [];
  for (const block of gateBlocks(
    { elementType: kernels.floatType, shape, data: data ?? new Float32Array() },
    formOf(pass.op.call).gates,
  )) {
    spectra.push(spectrumOf(block, kernels));
    yield answer;
  }
  return spectra;
}
