/** Fills a network and its probe by formulas, so that its gradients can be held against any other framework's. */
import type { Dataset } from '../graph/dataset';
import type { InputNode, Network, Node, ParameterNode } from '../graph/network';
import { hashAt, sineAt } from '../tensor/formulas';
import type { Initialisation } from '../tensor/initialisations';
import { sizeOf } from '../tensor/tensor';

/** The formulas there are: `sine` of the position, or a `hash` of it, each counted from 1 in row-major order. */
export const fills = ['sine', 'hash'] as const;

/** One of them. */
export type Fill = (typeof fills)[number];

/** Samples where neither the file nor the person who asks says how many. */
const usualSamples = 2;

/**
 * The network with every parameter filled: matrices and kernels with f(i) / sqrt(fan), where fan is the product of all sizes but the first;
 * vectors whose name ends in weight, gamma, scale or weight_g with 1 + 0.1 f(i), other vectors with 0.1 f(i); buffers keep what they have.
 * Inputs are f(0.5 i) for sine and f(i) for hash, indices (7 (i - 1) + 3) modulo their number.
 */
export function filled(network: Network, fill: Fill, batch: number | null): Network {
  const nodes = network.nodes.map((node): Node =>
    node.kind === 'parameter'
      ? { ...node, initialisation: initialisationOf(node, fill), derived: undefined }
      : node,
  );
  const input = network.nodes.find((node) => node.kind === 'input');
  const count = batch ?? network.batch ?? usualSamples;
  return { ...network, nodes, batch: count, dataset: input ? samplesOf(network, input, fill, count) : null };
}

function initialisationOf({ name, shape }: ParameterNode, fill: Fill): Initialisation {
  if (shape.length >= 2) return { name: fill, argument: 1 / Math.sqrt(sizeOf(shape.slice(1))), centre: 0 };
  return { name: fill, argument: 0.1, centre: /(weight|gamma|scale|weight_g)$/.test(name) ? 1 : 0 };
}

function samplesOf({ span }: Network, input: InputNode, fill: Fill, count: number): Dataset {
  const { sampleShape, indexCount } = input;
  const value = (place: number): number => {
    if (indexCount > 0) return (7 * place + 3) % indexCount;
    return fill === 'sine' ? sineAt(0.5 * (place + 1)) : hashAt(place + 1);
  };
  return {
    name: `filled by ${fill}`,
    ...{ count, sampleShape, targets: null, targetShape: [], columns: [], testing: [], span },
    inputs: Float64Array.from({ length: count * sizeOf(sampleShape) }, (_, place) => value(place)),
    training: Array.from({ length: count }, (_, index) => index),
  };
}
