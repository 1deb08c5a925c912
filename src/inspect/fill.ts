/** Fills a network and its probe by formulas, so that its gradients can be held against any other framework's. */
import { inputsOf } from '../engine/probe';
import { batchFor } from '../graph/batchSizes';
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
 * The network with every parameter filled: matrices and kernels with f(i) / sqrt(fan), where fan is the product of all sizes but the first, or
 * but the last in a network of Keras, whose kernels have their outputs there;
 * vectors whose name ends in weight, gamma, scale or weight_g with 1 + 0.1 f(i), other vectors with 0.1 f(i); buffers keep what they have.
 * Each input, counted by itself, is f(0.5 i) for sine and f(i) for hash, indices are (7 (i - 1) + 3) modulo their number.
 */
export function filled(network: Network, fill: Fill, batch: number | null): Network {
  const nodes = network.nodes.map((node): Node =>
    node.kind === 'parameter'
      ? {
          ...node,
          initialisation: initialisationOf(node, fill, network.outputsLast === true),
          derived: undefined,
        }
      : node,
  );
  const count = batchFor(network, batch ?? network.batch ?? usualSamples);
  return { ...network, nodes, batch: count, dataset: samplesOf(network, fill, count) };
}

function initialisationOf({ name, shape }: ParameterNode, fill: Fill, outputsLast: boolean): Initialisation {
  const inputs = outputsLast ? shape.slice(0, -1) : shape.slice(1);
  if (shape.length >= 2) return { name: fill, argument: 1 / Math.sqrt(sizeOf(inputs)), centre: 0 };
  return { name: fill, argument: 0.1, centre: /(weight|gamma|scale|weight_g)$/.test(name) ? 1 : 0 };
}

function samplesOf(network: Network, fill: Fill, count: number): Dataset | null {
  const [first, ...others] = inputsOf(network);
  if (!first) return null;
  return {
    name: `filled by ${fill}`,
    ...{ count, sampleShape: first.sampleShape, targets: null, targetShape: [], columns: [], testing: [] },
    inOrder: true,
    span: network.span,
    inputs: numbersOf(first, fill, count),
    otherInputs: others.map((input) => numbersOf(input, fill, count)),
    training: Array.from({ length: count }, (_, index) => index),
  };
}

function numbersOf({ sampleShape, indexCount, whole }: InputNode, fill: Fill, count: number): Float64Array {
  const value = (place: number): number => {
    if (indexCount > 0) return (7 * place + 3) % indexCount;
    return fill === 'sine' ? sineAt(0.5 * (place + 1)) : hashAt(place + 1);
  };
  const length = (whole ? 1 : count) * sizeOf(sampleShape);
  return Float64Array.from({ length }, (_, place) => value(place));
}
