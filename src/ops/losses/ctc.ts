/** Connectionist temporal classification: the probability of a sequence of labels, summed over all ways to lay it along the time. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sameShape, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { defineLoss, type Flow, type Reduced } from './terms';

const name = 'ctc';
const takes = 'log-probabilities and targets';

/** Attributes of the loss. */
type Ctc = Reduced & {
  /** The class that stands for no label; 0 unless said. */
  readonly blank?: number;
  /** Whether infinite losses (the input is too short) count as 0, without gradient. */
  readonly zeroInfinity?: boolean;
  /** Whether the log-probabilities are (batch, time, classes) rather than (time, batch, classes). */
  readonly batchFirst?: boolean;
};

/** Where the log-probabilities of sample n at time t start: n x sample + t x time. */
interface Layout {
  readonly batch: number;
  readonly times: number;
  readonly classes: number;
  readonly sample: number;
  readonly time: number;
}

/** One sample: its labels with blanks between and around them, and the forward variables. */
interface Path {
  readonly sample: number;
  readonly times: number;
  /** Labels 2 s + 1 stand between blanks; the count of labels is (states - 1) / 2. */
  readonly states: Int32Array;
  /** alpha of time t and state s at t x states + s: the logarithm of the probability of all ways that are in s at t. */
  readonly alpha: Float64Array;
  /** -ln p. */
  readonly loss: number;
}

interface Saved {
  readonly logs: Tensor;
  readonly layout: Layout;
  readonly paths: readonly Path[];
}

/**
 * -ln of the probability of the targets (Graves et al. 2006; PyTorch's CTCLoss), by the forward-backward algorithm with logarithms in float64.
 * Arguments: log-probabilities (time, batch, classes); int32 targets, (batch, longest) padded or all in one row; optionally the lengths of the
 * inputs and of the targets, int32 (batch), else all are full. A mean divides each loss by its number of targets (at least 1) first, as in
 * PyTorch. The gradient is that of the loss, -(the share of ways through this class at this time); PyTorch adds e^log-probability to
 * it, which vanishes behind a log-softmax.
 */
export const ctc = defineLoss<Ctc, Saved>({
  name,
  takes,
  count: 4,
  work: (args) => {
    const [times = 0, batch = 0] = args[0]?.shape ?? [];
    return 40 * times * batch * (2 * (args[1]?.shape.at(-1) ?? 0) + 1);
  },
  shape: ctcShape,
  forward: (kernels, [logs, targets, inputLengths, targetLengths], attributes, terms) => {
    const layout = layoutOf(logs.shape, attributes);
    const paths: Path[] = [];
    let start = 0;
    for (let sample = 0; sample < layout.batch; sample += 1) {
      const given = targets.shape.length === 2 ? (targets.shape[1] ?? 0) : targets.data.length;
      const length = lengthAt(targetLengths, sample, given, 'targets');
      const times = lengthAt(inputLengths, sample, layout.times, 'input');
      const from = targets.shape.length === 2 ? sample * given : start;
      const states = statesOf(targets, from, length, layout.classes, attributes);
      paths.push(forwardPath(kernels, logs, layout, sample, times, states));
      start += length;
    }
    paths.forEach(({ loss, states }, sample) => {
      terms[sample] = isLeftOut(loss, attributes) ? 0 : loss / share(states, attributes);
    });
    return { logs, layout, paths };
  },
  backward: (kernels, flow, { logs, layout, paths }, attributes, wanted) => {
    if (wanted[0] !== true) return [];
    const out = kernels.allocate(logs.shape);
    paths.forEach((path, sample) => {
      if (isLeftOut(path.loss, attributes)) return;
      const scale = flowAt(flow, sample) / share(path.states, attributes);
      backwardPath(kernels, logs, layout, path, scale, out);
    });
    return [out];
  },
});

const flowAt = ({ data, step }: Flow, term: number): number => data[term * step] ?? NaN;

function isLeftOut(loss: number, { zeroInfinity = false }: Ctc): boolean {
  return zeroInfinity && loss === Infinity;
}

/** What the loss of one sample is divided by before the mean over the batch. */
function share({ length }: Int32Array, { reduction = 'mean' }: Ctc): number {
  return reduction === 'mean' ? Math.max(1, (length - 1) / 2) : 1;
}

function layoutOf(shape: Shape, { batchFirst = false }: Ctc): Layout {
  const [first = 0, second = 0, classes = 0] = shape;
  return batchFirst
    ? { batch: first, times: second, classes, sample: second * classes, time: classes }
    : { batch: second, times: first, classes, sample: classes, time: second * classes };
}

function ctcShape(args: readonly TensorType[], attributes: Ctc): Shape | ShapeError {
  const [logs, targets, ...lengths] = args.slice(0, 4);
  if (!logs || !targets) return { error: `${name} takes ${takes}` };
  const found = shapeText(logs.shape);
  if (!isFloat(logs.elementType) || logs.shape.length !== 3) {
    const order = attributes.batchFirst === true ? '(batch, time, classes)' : '(time, batch, classes)';
    return { error: `${name} needs log-probabilities of shape ${order}, the prediction has ${found}` };
  }
  const { batch, classes } = layoutOf(logs.shape, attributes);
  const { blank = 0 } = attributes;
  if (!Number.isInteger(blank) || blank < 0 || blank >= classes) {
    return { error: `${name} needs a blank that is one of the ${classes} classes, found ${blank}` };
  }
  const rows = targets.shape.length === 2 && targets.shape[0] === batch;
  const inOneRow = targets.shape.length === 1 && (lengths.length === 2 || batch === 1);
  if (targets.elementType !== 'int32' || !(rows || inOneRow)) {
    return {
      error: `${name} needs one row of class indices for each of ${batch} samples, the target has ${targets.elementType} values of shape ${shapeText(targets.shape)}`,
    };
  }
  const wrong = lengths.find(
    ({ elementType, shape }) => elementType !== 'int32' || !sameShape(shape, [batch]),
  );
  if (!wrong) return [batch];
  return {
    error: `${name} needs one int32 length for each of ${batch} samples, found ${wrong.elementType} values of shape ${shapeText(wrong.shape)}`,
  };
}

/** @throws RangeError for a length that is more than there is */
function lengthAt(lengths: Tensor | undefined, sample: number, most: number, what: string): number {
  const length = lengths ? (lengths.data[sample] ?? NaN) : most;
  if (length >= 0 && length <= most) return length;
  throw new RangeError(`the ${what} of sample ${sample} cannot have the length ${length}: there are ${most}`);
}

/** @throws RangeError for a class that is not among the scores */
function statesOf(
  targets: Tensor,
  from: number,
  length: number,
  classes: number,
  { blank = 0 }: Ctc,
): Int32Array {
  const states = new Int32Array(2 * length + 1).fill(blank);
  for (let place = 0; place < length; place += 1) {
    const label = targets.data[from + place] ?? NaN;
    if (!(label >= 0 && label < classes)) {
      throw new RangeError(`class ${label} is not one of the ${classes} scores`);
    }
    states[2 * place + 1] = label;
  }
  return states;
}

/** ln(e^a + e^b + e^c). */
function logSum(a: number, b: number, c: number): number {
  const largest = Math.max(a, b, c);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(Math.exp(a - largest) + Math.exp(b - largest) + Math.exp(c - largest));
}

/** Whether a way may leave out the blank between state s - 2 and s: both are labels, and different ones. */
function skips(states: Int32Array, state: number): boolean {
  return state % 2 === 1 && state > 1 && states[state] !== states[state - 2];
}

function forwardPath(
  kernels: Kernels,
  { data }: Tensor,
  layout: Layout,
  sample: number,
  times: number,
  states: Int32Array,
): Path {
  const count = states.length;
  const alpha = new Float64Array(times * count).fill(-Infinity);
  const logAt = (time: number, state: number): number =>
    data[sample * layout.sample + time * layout.time + (states[state] ?? NaN)] ?? NaN;
  for (let state = 0; times > 0 && state < Math.min(2, count); state += 1) alpha[state] = logAt(0, state);
  for (let time = 1; time < times; time += 1) {
    const before = (time - 1) * count;
    for (let state = 0; state < count; state += 1) {
      const stay = alpha[before + state] ?? NaN;
      const step = state > 0 ? (alpha[before + state - 1] ?? NaN) : -Infinity;
      const skip = skips(states, state) ? (alpha[before + state - 2] ?? NaN) : -Infinity;
      alpha[time * count + state] = logSum(stay, step, skip) + logAt(time, state);
    }
    kernels.pace(20 * count);
  }
  return { sample, times, states, alpha, loss: pathLoss(alpha, times, count) };
}

/** A way ends in the last label or in the blank behind it. Without any time, only the empty sequence has a way. */
function pathLoss(alpha: Float64Array, times: number, count: number): number {
  if (times === 0) return count === 1 ? 0 : Infinity;
  const last = alpha[times * count - 1] ?? NaN;
  const beforeLast = count > 1 ? (alpha[times * count - 2] ?? NaN) : -Infinity;
  return -logSum(last, beforeLast, -Infinity);
}

/** Adds -scale x (the share of ways that are in a state of this class at this time), with the backward variables in one row. */
function backwardPath(
  kernels: Kernels,
  { data }: Tensor,
  layout: Layout,
  { sample, times, states, alpha, loss }: Path,
  scale: number,
  out: Tensor,
): void {
  const count = states.length;
  const beta = new Float64Array(count).fill(-Infinity);
  beta.fill(0, Math.max(0, count - 2));
  for (let time = times - 1; time >= 0; time -= 1) {
    const start = sample * layout.sample + time * layout.time;
    // An impossible sequence has no gradient; it is NaN, as in PyTorch.
    if (loss === Infinity) out.data.fill(NaN, start, start + layout.classes);
    for (let state = 0; state < count; state += 1) {
      const ways = Math.exp((alpha[time * count + state] ?? NaN) + (beta[state] ?? NaN) + loss);
      const place = start + (states[state] ?? NaN);
      out.data[place] = (out.data[place] ?? NaN) - scale * ways;
    }
    // From here to the row before: beta of s is the sum over what may follow it, each with its own probability.
    for (let state = 0; state < count; state += 1) {
      beta[state] = (beta[state] ?? NaN) + (data[start + (states[state] ?? NaN)] ?? NaN);
    }
    for (let state = 0; state < count; state += 1) {
      const step = state + 1 < count ? (beta[state + 1] ?? NaN) : -Infinity;
      const skip = state + 2 < count && skips(states, state + 2) ? (beta[state + 2] ?? NaN) : -Infinity;
      beta[state] = logSum(beta[state] ?? NaN, step, skip);
    }
    kernels.pace(40 * count);
  }
}
