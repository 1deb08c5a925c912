/** First values of a network's parameters, drawn from the seed. */
import type { BufferNode, Derivation, Network, ParameterNode } from '../graph/network';
import { leftSingularVector, rightSingularVector } from '../ops/normalisation/spectralNorm';
import { sliceLengths } from '../ops/normalisation/weightNorm';
import { fillInitialValues, type Fans, type Initialisation } from '../tensor/initialisations';
import { randomStream } from '../tensor/random';
import type { Kernels } from '../tensor/kernels';
import { sizeOf, type Shape, type Tensor } from '../tensor/tensor';

/** The streams of one seed, so that no two uses draw the same numbers. */
export const streams = { parameters: 0, probe: 1, nodes: 2, secondBatch: 3, batches: 4, steps: 5 } as const;

/** Values of all parameters and buffers by their name. */
export type ParameterValues = ReadonlyMap<string, Tensor>;

/**
 * Values of every parameter and buffer for a seed. Parameter number n (in the order of the graph) has a stream of its own, so that a layer
 * that is added at the end changes no other layer's values.
 */
export function initialParameters(network: Network, seed: number, kernels: Kernels): ParameterValues {
  const random = randomStream(seed, streams.parameters);
  const values = new Map<string, Tensor>();
  const draw = (name: string, initialisation: Initialisation, shape: Shape, fans: Fans): void => {
    const tensor = kernels.allocate(shape);
    fillInitialValues(initialisation, fans, random.fork(values.size), tensor, kernels);
    values.set(name, tensor);
  };
  for (const { name, initialisation, shape, fans } of parametersOf(network)) {
    draw(name, initialisation, shape, fans);
  }
  for (const { name, initialisation, shape } of buffersOf(network)) draw(name, initialisation, shape, noFans);
  for (const { name, derived } of [...parametersOf(network), ...buffersOf(network)]) {
    const [weight, own] = [values.get(derived?.weight ?? ''), values.get(name)];
    if (derived && weight && own) own.data.set(derivedValues(derived, weight, own, values, kernels));
  }
  return values;
}

function derivedValues(
  derived: Derivation,
  weight: Tensor,
  own: Tensor,
  values: ParameterValues,
  { pace }: Kernels,
): Float64Array {
  const { axis } = derived;
  if (derived.part === 'lengths') return sliceLengths(weight, axis);
  if (derived.part === 'left singular vector') return leftSingularVector(weight, axis, own, pace);
  return rightSingularVector(weight, axis, values.get(derived.left) ?? own);
}

/** Buffers connect nothing. */
const noFans = { fanIn: 0, fanOut: 0 };

/** The buffer nodes of a network, in order. */
export function buffersOf(network: Network): readonly BufferNode[] {
  return network.nodes.filter((node) => node.kind === 'buffer');
}

/** How many numbers of a parameter or buffer a framework counts: a complex one once. */
export function countOf(node: { readonly shape: Shape; readonly complex?: true }): number {
  return sizeOf(node.shape) / (node.complex ? 2 : 1);
}

/** How many numbers the parameters of a network hold. */
export function parameterCount(network: Network): number {
  return parametersOf(network).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** The parameter nodes of a network, in order. */
export function parametersOf(network: Network): readonly ParameterNode[] {
  return network.nodes.filter((node) => node.kind === 'parameter');
}
