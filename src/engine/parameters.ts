/** First values of a network's parameters, drawn from the seed. */
import type { BufferNode, Network, ParameterNode } from '../graph/network';
import { initialValues } from '../tensor/initialisations';
import { randomStream } from '../tensor/random';
import type { Kernels } from '../tensor/kernels';
import type { Tensor } from '../tensor/tensor';

/** The streams of one seed, so that no two uses draw the same numbers. */
export const streams = { parameters: 0, probe: 1, nodes: 2, secondBatch: 3 } as const;

/** Values of all parameters and buffers by their name. */
export type ParameterValues = ReadonlyMap<string, Tensor>;

/**
 * Values of every parameter and buffer for a seed. Parameter number n (in the order of the graph) has a stream of its own, so that a layer
 * that is added at the end changes no other layer's values.
 */
export function initialParameters(network: Network, seed: number, kernels: Kernels): ParameterValues {
  const random = randomStream(seed, streams.parameters);
  const values = new Map<string, Tensor>();
  for (const parameter of parametersOf(network)) {
    const { initialisation, shape, fans } = parameter;
    const first = initialValues(
      initialisation,
      { elementType: kernels.floatType, shape },
      fans,
      random.fork(values.size),
    );
    const tensor = kernels.allocate(shape);
    tensor.data.set(first.data);
    values.set(parameter.name, tensor);
  }
  for (const { name, initialisation, shape } of buffersOf(network)) {
    const tensor = kernels.allocate(shape);
    const type = { elementType: kernels.floatType, shape };
    tensor.data.set(initialValues(initialisation, type, noFans, random.fork(values.size)).data);
    values.set(name, tensor);
  }
  return values;
}

/** Buffers connect nothing. */
const noFans = { fanIn: 0, fanOut: 0 };

/** The buffer nodes of a network, in order. */
export function buffersOf(network: Network): readonly BufferNode[] {
  return network.nodes.filter((node) => node.kind === 'buffer');
}

/** The parameter nodes of a network, in order. */
export function parametersOf(network: Network): readonly ParameterNode[] {
  return network.nodes.filter((node) => node.kind === 'parameter');
}
