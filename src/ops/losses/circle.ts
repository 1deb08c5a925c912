/** The circle loss: embeddings of one label should lie together, others apart, each pair weighed by how far it is from its goal. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import { isFloat, sameShape, type Shape, type Tensor, type TensorType } from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { logistic } from '../activations/bounded';
import { softplusOf } from '../activations/smooth';
import { defineLoss, type Flow, type Reduced } from './terms';

const name = 'circle';

type Circle = Reduced & { readonly gamma?: number; readonly margin?: number };

interface Saved {
  readonly x: Tensor;
  readonly labels: Tensor;
  /** max(0, 1 - x[i] . x[j]), (batch, batch). */
  readonly distances: Float64Array;
  /** For each sample the logsumexp over its positive and over its negative pairs. */
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/**
 * softplus(logsumexp of -gamma max(0, m + d) (m - d) over the other samples of the label + logsumexp of gamma max(0, 1 + m - d) (1 - m - d) over
 * all others) with d = max(0, 1 - x[i] . x[j]) (Sun et al. 2020; Keras' Circle). Arguments: embeddings (batch, features), normalised
 * before; int32 labels (batch). `gamma` 80, `margin` m 0.4 unless said. A mean is over the samples with a loss above 0, as Keras masks the others.
 */
export const circle = defineLoss<Circle, Saved>({
  name,
  takes: 'embeddings and labels',
  count: 2,
  work: ([x]) => 2 * (x?.shape[0] ?? 0) ** 2 * ((x?.shape[1] ?? 0) + 20),
  shape: circleShape,
  forward: (kernels, [x, labels], attributes, terms) => {
    const [batch = 0] = x.shape;
    const distances = distancesOf(kernels, x);
    const [positive, negative] = [new Float64Array(batch), new Float64Array(batch)];
    for (let sample = 0; sample < batch; sample += 1) {
      positive[sample] = logSum(distances, labels, sample, true, attributes);
      negative[sample] = logSum(distances, labels, sample, false, attributes);
      terms[sample] = softplusOf((positive[sample] ?? NaN) + (negative[sample] ?? NaN));
      kernels.pace(20 * batch);
    }
    return { x, labels, distances, positive, negative };
  },
  divisor: ({ positive, negative }) => {
    let count = 0;
    for (let sample = 0; sample < positive.length; sample += 1) {
      if (!(softplusOf((positive[sample] ?? NaN) + (negative[sample] ?? NaN)) <= 0)) count += 1;
    }
    return count;
  },
  backward: (kernels, flow, saved, attributes, wanted) =>
    wanted[0] === true ? [embeddingGradient(kernels, flow, saved, attributes)] : [],
});

function circleShape([x, labels]: readonly TensorType[]): Shape | ShapeError {
  if (!x || !labels) return { error: `${name} takes embeddings and labels` };
  if (!isFloat(x.elementType) || x.shape.length !== 2) {
    return { error: `${name} needs embeddings of shape (batch, features), found ${shapeText(x.shape)}` };
  }
  const batch = x.shape.slice(0, 1);
  if (labels.elementType === 'int32' && sameShape(labels.shape, batch)) return batch;
  return {
    error: `${name} needs one label for each of the embeddings ${shapeText(x.shape)}, the target has ${labels.elementType} values of shape ${shapeText(labels.shape)}`,
  };
}

function distancesOf(kernels: Kernels, { shape: [batch = 0, features = 0], data }: Tensor): Float64Array {
  const distances = new Float64Array(batch * batch);
  for (let row = 0; row < batch; row += 1) {
    for (let column = 0; column < batch; column += 1) {
      let product = 0;
      for (let place = 0; place < features; place += 1) {
        product += (data[row * features + place] ?? NaN) * (data[column * features + place] ?? NaN);
      }
      distances[row * batch + column] = Math.max(0, 1 - product);
    }
    kernels.pace(batch * features);
  }
  return distances;
}

function isPair(labels: Tensor, sample: number, other: number, positive: boolean): boolean {
  return positive
    ? sample !== other && labels.data[sample] === labels.data[other]
    : labels.data[sample] !== labels.data[other];
}

/** What a pair at distance d adds to its exponent, and the derivative by d. */
function exponent(d: number, positive: boolean, { gamma = 80, margin = 0.4 }: Circle): number {
  return positive
    ? -gamma * Math.max(0, margin + d) * (margin - d)
    : gamma * Math.max(0, 1 + margin - d) * (1 - margin - d);
}

function exponentSlope(d: number, positive: boolean, { gamma = 80, margin = 0.4 }: Circle): number {
  if (positive) return margin + d > 0 ? 2 * gamma * d : 0;
  return 1 + margin - d > 0 ? 2 * gamma * (d - 1) : 0;
}

/** ln of the sum of e^exponent over the pairs of a sample; -Infinity where it has none. */
function logSum(
  distances: Float64Array,
  labels: Tensor,
  sample: number,
  positive: boolean,
  attributes: Circle,
): number {
  const batch = labels.data.length;
  let [largest, sum] = [-Infinity, 0];
  for (let other = 0; other < batch; other += 1) {
    if (!isPair(labels, sample, other, positive)) continue;
    const power = exponent(distances[sample * batch + other] ?? NaN, positive, attributes);
    sum = power > largest ? sum * Math.exp(largest - power) + 1 : sum + Math.exp(power - largest);
    largest = Math.max(largest, power);
  }
  return sum === 0 ? -Infinity : largest + Math.log(sum);
}

function embeddingGradient(
  kernels: Kernels,
  { data, step }: Flow,
  { x, labels, distances, positive, negative }: Saved,
  attributes: Circle,
): Tensor {
  const [batch = 0, features = 0] = x.shape;
  const out = kernels.allocate(x.shape);
  for (let sample = 0; sample < batch; sample += 1) {
    const [near, far] = [positive[sample] ?? NaN, negative[sample] ?? NaN];
    const slope = logistic(near + far) * (data[sample * step] ?? NaN);
    for (let other = 0; other < batch && slope !== 0; other += 1) {
      const d = distances[sample * batch + other] ?? NaN;
      const isPositive = isPair(labels, sample, other, true);
      if (d === 0 || !(isPositive || isPair(labels, sample, other, false))) continue;
      const part = Math.exp(exponent(d, isPositive, attributes) - (isPositive ? near : far));
      addProduct(out, x, sample, other, features, -slope * part * exponentSlope(d, isPositive, attributes));
    }
    kernels.pace(batch * features);
  }
  return out;
}

/** Adds the gradient scale of x[a] . x[b]. */
function addProduct(out: Tensor, x: Tensor, a: number, b: number, features: number, scale: number): void {
  for (let place = 0; place < features; place += 1) {
    const [first, second] = [a * features + place, b * features + place];
    out.data[first] = (out.data[first] ?? NaN) + scale * (x.data[second] ?? NaN);
    out.data[second] = (out.data[second] ?? NaN) + scale * (x.data[first] ?? NaN);
  }
}
