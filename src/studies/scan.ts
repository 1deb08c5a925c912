/** The scan: activation and loss gradient of every layer over the input x, against any target, for networks of one input number. */
import { rowsOf } from '../analysis/rows';
import type { Scan } from '../analysis/report';
import { scanLayers, scanPoints, type ScanTask } from '../analysis/scan';
import { initialParameters } from '../engine/parameters';
import { planFor } from '../engine/plan';
import { drawProbe, inputsOf } from '../engine/probe';
import { batchFor } from '../graph/batchSizes';
import type { Network, TargetNode } from '../graph/network';
import type { Kernels } from '../tensor/kernels';
import { scalarOf, sizeOf, type Tensor } from '../tensor/tensor';
import { StudyRefused, type Study, type Subject } from './study';

/** What to scan. */
export interface ScanQuestion {
  /** The target of every x: a number, or the index of a class; null: that of the first sample. */
  readonly target: number | null;
  /** x goes from minus to plus this number. */
  readonly halfRange: number;
  /** The unit of each layer that is looked at; null: all of them, as their RMS. */
  readonly unit: number | null;
}

/** A target that can be asked for. */
export interface ScanTarget {
  readonly name: string;
  readonly value: number;
}

/** The scan so far; what is still to come is NaN. */
export interface ScanAnswer {
  readonly x: readonly number[];
  readonly layers: Scan['layers'];
  /** The target that was used; null without one, or where it is no single number. */
  readonly target: number | null;
  readonly targets: readonly ScanTarget[];
  readonly unit: number | null;
  /** Units of each layer. */
  readonly units: readonly number[];
}

const points = 100;
const fewestPoints = 20;
/** Points between two answers, at most, and the floating-point operations that they may take, some 50 ms. */
const longestStretch = 10;
const stretchWork = 5e7;
const widestRange = 1000;
/** Classes that are offered as targets. */
const mostTargets = 12;
/** Floating-point operations that a scan may take. */
const workBudget = 4e9;

/** Scans a network over its one input. */
export const scanStudy = {
  read: ({ target, halfRange, unit }): ScanQuestion | null =>
    (target === null || isFinite(target)) && isFinite(halfRange) && halfRange > 0 && isUnit(unit)
      ? { target, halfRange: Math.min(halfRange, widestRange), unit }
      : null,
  *answer(subject, question): Generator<ScanAnswer, ScanAnswer> {
    const { network, kernels, checkpoint } = subject;
    const inputShape = scannableShape(network);
    const { count, stretch } = affordable(subject);
    const parameters = initialParameters(network, network.seed, kernels);
    const target = targetOf(network, question.target, kernels);
    const x = scanPoints(question.halfRange, count);
    const { unit } = question;
    const task: ScanTask = { network, rows: rowsOf(network), parameters, target, inputShape, unit };
    // Batch statistics of one sample would make every activation zero: noise and statistics are as in evaluation.
    const options = { kernels, seed: network.seed, training: false, checkpoint };
    const node = network.nodes.find((each) => each.kind === 'target');
    let answer: ScanAnswer = {
      ...{ x, unit, layers: [], targets: node ? targetsOf(node) : [], units: unitsOf(network, kernels) },
      target: target && sizeOf(target.shape) === 1 ? scalarOf(target) : null,
    };
    for (let from = 0; from < count; from += stretch) {
      const part = scanLayers(task, x.slice(from, from + stretch), options);
      answer = { ...answer, layers: joined(answer.layers, part, from, count) };
      yield answer;
    }
    return answer;
  },
} satisfies Study<ScanQuestion, ScanAnswer>;

/** The shape of one sample, which holds one number. @throws StudyRefused */
function scannableShape(network: Network): readonly number[] {
  const [input, another] = inputsOf(network);
  if (!input || another || input.indexCount > 0 || sizeOf(input.sampleShape) !== 1)
    throw new StudyRefused('Scans are drawn for networks with one input number.');
  if (input.whole || batchFor(network, 1) !== 1)
    throw new StudyRefused('Scans are drawn for networks that take one sample at a time.');
  if (network.loss === null) throw new StudyRefused('Without a loss there is no gradient to scan.');
  return input.sampleShape;
}

/** How many points a scan may have, and after how many others get their turn. @throws StudyRefused */
function affordable({ network, kernels, memoryLimit }: Subject): {
  readonly count: number;
  readonly stretch: number;
} {
  const { work, bytes } = planFor(network, 1, kernels.floatType);
  if (bytes > memoryLimit) throw new StudyRefused(`${network.name} does not fit the memory limit.`);
  const count = Math.min(points, Math.floor(workBudget / Math.max(1, work)));
  if (count < fewestPoints) throw new StudyRefused(`${network.name} is too large to be run for every x.`);
  const stretch = Math.min(longestStretch, Math.ceil(stretchWork / Math.max(1, work)));
  return { count, stretch };
}

/** The target that was asked for, else that of the first sample of the probe; null where the loss has none. */
function targetOf(network: Network, wanted: number | null, kernels: Kernels): Tensor | null {
  const { target } = drawProbe(network, 1, network.seed, kernels);
  if (!target || wanted === null) return target;
  const node = network.nodes.find((each) => each.kind === 'target');
  const top = (node?.classCount ?? 0) - 1;
  if (node?.meaning === 'classes' && !(Number.isInteger(wanted) && wanted >= 0 && wanted <= top)) {
    throw new StudyRefused('There is no such class.');
  }
  if (node?.meaning === 'probabilities') return target;
  const asked = kernels.allocate(target.shape, target.elementType);
  asked.data.fill(wanted);
  return asked;
}

function targetsOf({ meaning, classCount }: TargetNode): readonly ScanTarget[] {
  switch (meaning) {
    case 'classes':
      return Array.from({ length: Math.min(mostTargets, classCount) }, (_, value) => ({
        name: `class ${value}`,
        value,
      }));
    case 'signs':
      return [
        { name: 'y = 1', value: 1 },
        { name: 'y = −1', value: -1 },
      ];
    case 'probabilities':
      return [];
    case 'binary':
    case 'values':
    case 'counts':
      return [
        { name: 'y = 1', value: 1 },
        { name: 'y = 0', value: 0 },
      ];
  }
}

/** Units of each weight layer: the first axis of its weight. */
function unitsOf(network: Network, { floatType }: Kernels): readonly number[] {
  const { types } = planFor(network, 1, floatType);
  return rowsOf(network).flatMap(({ role, after }) =>
    role === 'weighted' ? [types[after.node]?.[after.output]?.shape[1] ?? 1] : [],
  );
}

/** The layers with a stretch more; what is to come is NaN. */
function joined(before: Scan['layers'], part: Scan['layers'], from: number, count: number): Scan['layers'] {
  const filled = (done: readonly number[], more: readonly number[]): readonly number[] => {
    const known = [...done.slice(0, from), ...more];
    return [...known, ...Array.from({ length: count - known.length }, () => NaN)];
  };
  return part.map(({ name, activation, gradient }, index) => ({
    name,
    activation: filled(before[index]?.activation ?? [], activation),
    gradient: filled(before[index]?.gradient ?? [], gradient),
  }));
}

function isFinite(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isUnit(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);
}
