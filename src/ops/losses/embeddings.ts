/** Losses of pairs and triples of vectors: cosine similarity, rankings, and distances to a positive and a negative example. */
import { shapeText } from '../../base/numbers';
import type { Kernels } from '../../tensor/kernels';
import {
  isFloat,
  sameShape,
  type Shape,
  type Tensor,
  type TensorData,
  type TensorType,
} from '../../tensor/tensor';
import type { ShapeError } from '../op';
import { absent, defineLoss, type Flow, type Reduced } from './terms';

const at = ({ data, step }: Flow, term: number): number => data[term * step] ?? NaN;

/** The shape that all of these arguments have, floats with at least one axis. */
function sharedShape(name: string, args: readonly TensorType[]): Shape | ShapeError {
  const [first] = args;
  const shape = first?.shape ?? [];
  for (const { elementType, shape: other } of args) {
    if (!isFloat(elementType)) return { error: `${name} compares floats, found ${elementType} values` };
    if (!sameShape(other, shape)) {
      return {
        error: `${name} compares values of one shape, found ${shapeText(shape)} and ${shapeText(other)}`,
      };
    }
  }
  if (shape.length === 0) return { error: `${name} needs vectors, the prediction is a single number` };
  return shape;
}

const ranking = 'margin-ranking';
const rankingTakes = 'two predictions and a target';

interface Ranked {
  readonly x: Tensor;
  readonly other: Tensor;
  readonly sign: Tensor;
}

/**
 * max(0, margin - s (x - other)) of two predictions of one shape, s = 1 where the first should be larger, -1 where the second should
 * (PyTorch's MarginRankingLoss). `margin` 0 unless said. At the margin itself the derivative is -s, as in PyTorch.
 */
export const marginRanking = defineLoss<Reduced & { readonly margin?: number }, Ranked>({
  name: ranking,
  takes: rankingTakes,
  least: 3,
  count: 3,
  work: 4,
  shape: (args) =>
    args.length < 3 ? { error: `${ranking} takes ${rankingTakes}` } : sharedShape(ranking, args.slice(0, 3)),
  forward: (kernels, [x, other, sign = absent(ranking)], { margin = 0 }, terms) => {
    for (let term = 0; term < terms.length; term += 1) {
      kernels.pace(1);
      const lead = (x.data[term] ?? NaN) - (other.data[term] ?? NaN);
      terms[term] = Math.max(0, margin - (sign.data[term] ?? NaN) * lead);
    }
    return { x, other, sign };
  },
  backward: (kernels, flow, { x, other, sign }, { margin = 0 }, wanted) => {
    const gradient = (way: 1 | -1): Tensor => {
      const out = kernels.allocate(x.shape);
      for (let term = 0; term < out.data.length; term += 1) {
        kernels.pace(1);
        const s = sign.data[term] ?? NaN;
        const lead = (x.data[term] ?? NaN) - (other.data[term] ?? NaN);
        if (margin - s * lead >= 0) out.data[term] = -way * s * at(flow, term);
      }
      return out;
    };
    return [wanted[0] === true ? gradient(1) : null, wanted[1] === true ? gradient(-1) : null, null];
  },
});

/** a . b, and the squared lengths of both. */
interface Angle {
  readonly product: number;
  readonly first: number;
  readonly second: number;
}

function angle(a: TensorData, b: TensorData, start: number, width: number): Angle {
  let [product, first, second] = [0, 0, 0];
  for (let place = start; place < start + width; place += 1) {
    const [x, y] = [a[place] ?? NaN, b[place] ?? NaN];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  return { product, first, second };
}

const cosineEmbeddingName = 'cosine-embedding';
const cosineTakes = 'two predictions and a target';

/** PyTorch's addition to both squared lengths, a float32 constant there. */
const added = Math.fround(1e-12);

/**
 * 1 - cos(a, b) where the target is 1, max(0, cos(a, b) - margin) where it is -1 (PyTorch's CosineEmbeddingLoss), 0 for any other. Arguments:
 * two tensors (..., features), targets (...) of floats or integers. `margin` 0 unless said.
 */
export const cosineEmbedding = defineLoss<Reduced & { readonly margin?: number }, Ranked>({
  name: cosineEmbeddingName,
  takes: cosineTakes,
  least: 3,
  count: 3,
  work: 6,
  shape: (args) => {
    const [a, b, sign] = args;
    if (!a || !b || !sign) return { error: `${cosineEmbeddingName} takes ${cosineTakes}` };
    const shape = sharedShape(cosineEmbeddingName, [a, b]);
    if ('error' in shape || sameShape(sign.shape, shape.slice(0, -1))) {
      return 'error' in shape ? shape : shape.slice(0, -1);
    }
    return {
      error: `${cosineEmbeddingName} needs one target for each of the vectors ${shapeText(shape)}, found shape ${shapeText(sign.shape)}`,
    };
  },
  forward: (kernels, [x, other, sign = absent(cosineEmbeddingName)], { margin = 0 }, terms) => {
    const width = x.shape.at(-1) ?? 1;
    for (let term = 0; term < terms.length; term += 1) {
      kernels.pace(3 * width);
      const { product, first, second } = angle(x.data, other.data, term * width, width);
      const cosine = product / Math.sqrt((first + added) * (second + added));
      const s = sign.data[term] ?? NaN;
      terms[term] = s === 1 ? 1 - cosine : s === -1 ? Math.max(0, cosine - margin) : 0;
    }
    return { x, other, sign };
  },
  backward: (kernels, flow, { x, other, sign }, { margin = 0 }, wanted) => {
    const gradient = (a: Tensor, b: Tensor): Tensor => {
      const out = kernels.allocate(a.shape);
      const width = a.shape.at(-1) ?? 1;
      for (let term = 0; term < sign.data.length; term += 1) {
        kernels.pace(4 * width);
        const start = term * width;
        const { product, first, second } = angle(a.data, b.data, start, width);
        const length = Math.sqrt((first + added) * (second + added));
        const s = sign.data[term] ?? NaN;
        const active = s === 1 || (s === -1 && product / length >= margin);
        const scale = active ? (-s * at(flow, term)) / length : 0;
        const along = product / (first + added);
        for (let place = start; place < start + width; place += 1) {
          out.data[place] = scale * ((b.data[place] ?? NaN) - along * (a.data[place] ?? NaN));
        }
      }
      return out;
    };
    return [
      wanted[0] === true ? gradient(x, other) : null,
      wanted[1] === true ? gradient(other, x) : null,
      null,
    ];
  },
});

const similarity = 'cosine-similarity';

/** Keras' least squared length: below it a vector is divided by a millionth. */
const leastLength = 1e-12;

/** -cos(prediction, target) of tensors (..., features) (Keras' CosineSimilarity): each divided by max(its length, 1e-6). */
export const cosineSimilarity = defineLoss<Reduced, Omit<Ranked, 'sign'>>({
  name: similarity,
  takes: 'a prediction and a target',
  count: 2,
  work: 6,
  shape: (args) => {
    const shape = sharedShape(similarity, args.slice(0, 2));
    return 'error' in shape ? shape : shape.slice(0, -1);
  },
  forward: (kernels, [x, other], _attributes, terms) => {
    const width = x.shape.at(-1) ?? 1;
    for (let term = 0; term < terms.length; term += 1) {
      kernels.pace(3 * width);
      const { product, first, second } = angle(x.data, other.data, term * width, width);
      terms[term] = -product / Math.sqrt(Math.max(first, leastLength) * Math.max(second, leastLength));
    }
    return { x, other };
  },
  backward: (kernels, flow, { x, other }, _attributes, wanted) => [
    wanted[0] === true ? similarityGradient(kernels, flow, x, other) : null,
    wanted[1] === true ? similarityGradient(kernels, flow, other, x) : null,
  ],
});

function similarityGradient(kernels: Kernels, flow: Flow, a: Tensor, b: Tensor): Tensor {
  const out = kernels.allocate(a.shape);
  const width = a.shape.at(-1) ?? 1;
  for (let start = 0; start < out.data.length; start += width) {
    kernels.pace(4 * width);
    const { product, first, second } = angle(a.data, b.data, start, width);
    const length = Math.sqrt(Math.max(first, leastLength) * Math.max(second, leastLength));
    const scale = -at(flow, start / width) / length;
    const along = first > leastLength ? product / first : 0;
    for (let place = start; place < start + width; place += 1) {
      out.data[place] = scale * ((b.data[place] ?? NaN) - along * (a.data[place] ?? NaN));
    }
  }
  return out;
}
