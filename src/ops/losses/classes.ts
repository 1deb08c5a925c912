/** Losses of class scores: cross-entropy and negative log-likelihood. */
import type { Kernels } from '../../tensor/kernels';
import { reshaped, sizeOf, type Tensor, type TensorData } from '../../tensor/tensor';
import { smoothingProblem } from './binary';
import {
  asRows,
  classOf,
  classProblem,
  classTermsShape,
  fromRows,
  layoutOf,
  weightSum,
  type ClassAttributes,
} from './classRows';
import { defineLoss, type Flow, type Reduced } from './terms';

interface Saved {
  readonly prediction: Tensor;
  readonly target: Tensor;
}

type CrossEntropy = Reduced & ClassAttributes & { readonly labelSmoothing?: number };

/**
 * Softmax cross-entropy (PyTorch's CrossEntropyLoss). Arguments: logits (batch, classes, ...places) or with `axis` -1 (batch, ...places,
 * classes); target, either int32 class indices (batch, ...places) or float probabilities of the shape of the logits. Terms: -sum of w q
 * log softmax(x) with the class weights w and the targets q, which label smoothing s makes q (1 - s) + s / classes. Ignored indices give 0. A
 * mean divides by the sum of the weights of the target classes, with probabilities by the number of terms. dx = flow (sum(w q) softmax(x) - w q).
 */
export const crossEntropy = defineLoss<CrossEntropy, Saved>({
  name: 'cross-entropy',
  takes: 'a prediction and a target',
  count: 2,
  work: 6,
  problem: (attributes) => smoothingProblem(attributes) ?? classProblem(attributes),
  shape: (args, attributes) => classTermsShape('cross-entropy', args, true, attributes),
  passing: ([prediction, target], { axis = 1 }) => {
    const size = sizeOf(prediction?.shape ?? []);
    if (layoutOf(prediction?.shape ?? [], axis).places === 1) return size;
    return (target?.elementType === 'int32' ? 2 : 3) * size;
  },
  forward: (kernels, [prediction, target], attributes, terms) => {
    kernels.temporarily(() => {
      const logs = logRows(kernels, prediction, attributes);
      if (target.elementType === 'int32') indexTerms(kernels, logs, prediction, target, attributes, terms);
      else {
        const shares = asRows(kernels, target, attributes.axis ?? 1);
        probabilityTerms(kernels, logs, shares, attributes, terms);
      }
    });
    return { prediction, target };
  },
  divisor: ({ prediction, target }, attributes) =>
    target.elementType === 'int32'
      ? weightSum(target, layoutOf(prediction.shape, attributes.axis ?? 1), attributes)
      : null,
  backward: (kernels, flow, saved, attributes, wanted) => [
    wanted[0] === true ? logitGradient(kernels, flow, saved, attributes) : null,
    wanted[1] === true && saved.target.elementType !== 'int32'
      ? probabilityGradient(kernels, flow, saved, attributes)
      : null,
  ],
});

/** log softmax of every row of classes. */
function logRows(kernels: Kernels, prediction: Tensor, { axis = 1 }: CrossEntropy): Tensor {
  const rows = asRows(kernels, prediction, axis);
  const logs = kernels.allocate(rows.shape);
  kernels.logSoftmax(rows, logs);
  return logs;
}

function indexTerms(
  kernels: Kernels,
  logs: Tensor,
  prediction: Tensor,
  target: Tensor,
  attributes: CrossEntropy,
  terms: TensorData,
): void {
  const { axis = 1, weight, ignoreIndex = -100, labelSmoothing = 0 } = attributes;
  const layout = layoutOf(prediction.shape, axis);
  const { classes } = layout;
  for (let row = 0; row < terms.length; row += 1) {
    const label = classOf(target, row, layout, ignoreIndex);
    if (label === -1) continue;
    const start = row * classes;
    const own = (weight ? (weight[label] ?? NaN) : 1) * (logs.data[start + label] ?? NaN);
    let all = 0;
    if (labelSmoothing > 0) {
      for (let place = 0; place < classes; place += 1) {
        all += (weight ? (weight[place] ?? NaN) : 1) * (logs.data[start + place] ?? NaN);
      }
      kernels.pace(classes);
    }
    terms[row] = -(1 - labelSmoothing) * own - (labelSmoothing / classes) * all;
  }
}

function probabilityTerms(
  kernels: Kernels,
  logs: Tensor,
  shares: Tensor,
  { weight, labelSmoothing = 0 }: CrossEntropy,
  terms: TensorData,
): void {
  const [, classes = 0] = logs.shape;
  for (let row = 0; row < terms.length; row += 1) {
    let sum = 0;
    for (let place = 0; place < classes; place += 1) {
      const at = row * classes + place;
      const share = (shares.data[at] ?? NaN) * (1 - labelSmoothing) + labelSmoothing / classes;
      sum -= (weight ? (weight[place] ?? NaN) : 1) * share * (logs.data[at] ?? NaN);
    }
    terms[row] = sum;
    kernels.pace(classes);
  }
}

function logitGradient(
  kernels: Kernels,
  flow: Flow,
  { prediction, target }: Saved,
  attributes: CrossEntropy,
): Tensor {
  const { axis = 1 } = attributes;
  const layout = layoutOf(prediction.shape, axis);
  const out = kernels.allocate(prediction.shape);
  kernels.temporarily(() => {
    const flat = layout.places === 1;
    const logits = asRows(kernels, prediction, axis);
    const rows = flat ? reshaped(out, logits.shape) : kernels.allocate(logits.shape);
    kernels.softmax(logits, rows);
    if (target.elementType === 'int32') {
      for (let row = 0; row < rows.data.length / layout.classes; row += 1) {
        const label = classOf(target, row, layout, attributes.ignoreIndex ?? -100);
        indexExcess(rows.data, row * layout.classes, layout.classes, label, attributes, at(flow, row));
        kernels.pace(layout.classes);
      }
    } else {
      const shares = asRows(kernels, target, axis);
      probabilityExcess(kernels, rows, shares, attributes, flow);
    }
    fromRows(kernels, rows, out, axis);
  });
  return out;
}

const at = ({ data, step }: Flow, term: number): number => data[term * step] ?? NaN;

/** Turns a row of softmax(x) into flow (sum(w q) softmax(x) - w q) for a class index, -1 where it is ignored. */
function indexExcess(
  data: TensorData,
  start: number,
  classes: number,
  label: number,
  { weight, labelSmoothing = 0 }: CrossEntropy,
  flow: number,
): void {
  if (label === -1) {
    data.fill(0, start, start + classes);
    return;
  }
  const own = (1 - labelSmoothing) * (weight ? (weight[label] ?? NaN) : 1);
  const even = labelSmoothing / classes;
  let total = labelSmoothing;
  if (weight) {
    total = 0;
    for (let place = 0; place < classes; place += 1) total += even * (weight[place] ?? NaN);
  }
  const scale = flow * (own + total);
  const target = start + label;
  // Of a share near 1 little is left: the difference is taken in float64.
  const rest = flow * (total * (data[target] ?? NaN) + own * ((data[target] ?? NaN) - 1));
  for (let position = start; position < start + classes; position += 1) {
    data[position] = scale * (data[position] ?? NaN);
  }
  data[target] = rest;
  if (labelSmoothing === 0) return;
  for (let place = 0; place < classes; place += 1) {
    data[start + place] = (data[start + place] ?? NaN) - flow * even * (weight ? (weight[place] ?? NaN) : 1);
  }
}

function probabilityExcess(
  kernels: Kernels,
  rows: Tensor,
  shares: Tensor,
  { weight, labelSmoothing = 0 }: CrossEntropy,
  flow: Flow,
): void {
  const [count = 0, classes = 0] = rows.shape;
  const wanted = new Float64Array(classes);
  for (let row = 0; row < count; row += 1) {
    const start = row * classes;
    let total = 0;
    for (let place = 0; place < classes; place += 1) {
      const share = (shares.data[start + place] ?? NaN) * (1 - labelSmoothing) + labelSmoothing / classes;
      const weighted = (weight ? (weight[place] ?? NaN) : 1) * share;
      wanted[place] = weighted;
      total += weighted;
    }
    const scale = at(flow, row);
    for (let place = 0; place < classes; place += 1) {
      const position = start + place;
      rows.data[position] = scale * (total * (rows.data[position] ?? NaN) - (wanted[place] ?? NaN));
    }
    kernels.pace(2 * classes);
  }
}

/** dq = -flow (1 - s) w log softmax(x). */
function probabilityGradient(
  kernels: Kernels,
  flow: Flow,
  { prediction }: Saved,
  attributes: CrossEntropy,
): Tensor {
  const { axis = 1, weight, labelSmoothing = 0 } = attributes;
  const { classes } = layoutOf(prediction.shape, axis);
  const out = kernels.allocate(prediction.shape);
  kernels.temporarily(() => {
    const logs = logRows(kernels, prediction, attributes);
    for (let position = 0; position < logs.data.length; position += 1) {
      const place = position % classes;
      const scale = (labelSmoothing - 1) * (weight ? (weight[place] ?? NaN) : 1);
      logs.data[position] = scale * at(flow, (position - place) / classes) * (logs.data[position] ?? NaN);
    }
    kernels.pace(logs.data.length);
    if (layoutOf(prediction.shape, axis).places === 1) out.data.set(logs.data);
    else fromRows(kernels, logs, out, axis);
  });
  return out;
}

/**
 * Negative log-likelihood (PyTorch's NLLLoss). Arguments: log-probabilities and int32 class indices, shapes, class weights, ignored index and
 * mean as for cross-entropy. Terms: -w x[class].
 */
export const negativeLogLikelihood = defineLoss<Reduced & ClassAttributes, Saved>({
  name: 'nll',
  takes: 'a prediction and a target',
  count: 2,
  work: ([, target]) => 2 * (target?.shape.reduce((product, size) => product * size, 1) ?? 0),
  problem: classProblem,
  shape: (args, attributes) => classTermsShape('nll', args, false, attributes),
  forward: (kernels, [prediction, target], attributes, terms) => {
    overClasses(kernels, { prediction, target }, attributes, (row, position, weight) => {
      terms[row] = -weight * (prediction.data[position] ?? NaN);
    });
    return { prediction, target };
  },
  divisor: ({ prediction, target }, attributes) =>
    weightSum(target, layoutOf(prediction.shape, attributes.axis ?? 1), attributes),
  backward: (kernels, flow, saved, attributes, wanted) => {
    if (wanted[0] !== true) return [null, null];
    const out = kernels.allocate(saved.prediction.shape);
    overClasses(kernels, saved, attributes, (row, position, weight) => {
      out.data[position] = -weight * at(flow, row);
    });
    return [out, null];
  },
});

/** Calls `each` for every class index that is not ignored, with the place of its score and its weight. */
function overClasses(
  { pace }: Kernels,
  { prediction, target }: Saved,
  { axis = 1, weight, ignoreIndex = -100 }: ClassAttributes,
  each: (row: number, position: number, weight: number) => void,
): void {
  const layout = layoutOf(prediction.shape, axis);
  const { classes, places } = layout;
  for (let row = 0; row < target.data.length; row += 1) {
    const label = classOf(target, row, layout, ignoreIndex);
    pace(1);
    if (label === -1) continue;
    const place = row % places;
    const position = ((row - place) / places) * classes * places + label * places + place;
    each(row, position, weight ? (weight[label] ?? NaN) : 1);
  }
}
