/** The network with each compared initialisation; what is dear to draw is drawn once a seed and given to all activations. */
import { initialParameters } from '../../engine/parameters';
import type { Network } from '../../graph/network';
import { withInitialisation } from '../../inspect/variants';
import type { Kernels } from '../../tensor/kernels';
import type { VariantAt } from './cell';
import { weightsOf, type InitialisationChoice } from './choices';

/** What an initialisation makes of a network with any activation, seed by seed. */
export type StartOf = (network: Network) => VariantAt;

/** The way to start with a choice. */
export function startOf(own: Network, choice: InitialisationChoice, kernels: Kernels): StartOf {
  const { init } = choice;
  if (choice.own || init === null) return (network) => () => network;
  if (init.name !== 'orthogonal') {
    return (network) => {
      const variant = withInitialisation(network, init);
      return () => variant;
    };
  }
  const drawn = new Map<number, ReadonlyMap<string, Float32Array>>();
  const valuesOf = (seed: number): ReadonlyMap<string, Float32Array> => {
    const known = drawn.get(seed) ?? drawnWeights(withInitialisation(own, init), seed, kernels);
    drawn.set(seed, known);
    return known;
  };
  return (network) => (seed) => withValues(withInitialisation(network, init), valuesOf(seed));
}

function drawnWeights(network: Network, seed: number, kernels: Kernels): ReadonlyMap<string, Float32Array> {
  return kernels.temporarily(() => {
    const all = initialParameters(network, seed, kernels);
    return new Map(
      weightsOf(network).map(({ name }) => [name, Float32Array.from(all.get(name)?.data ?? [])]),
    );
  });
}

function withValues(network: Network, drawn: ReadonlyMap<string, Float32Array>): Network {
  const nodes = network.nodes.map((node) => {
    const values = node.kind === 'parameter' ? drawn.get(node.name) : undefined;
    return node.kind === 'parameter' && values
      ? { ...node, initialisation: { name: 'values' as const, values } }
      : node;
  });
  return { ...network, nodes };
}
