/** Weights from outside: they take the place of a network's own first values, parameter by parameter and buffer by buffer. */
import { shapeText } from '../base/numbers';
import type { Span } from '../base/span';
import { listed } from '../base/words';
import { sameShape, type Tensor } from '../tensor/tensor';
import type { BufferNode, Network, Node, ParameterNode } from './network';

/** The network with what was given, and everything that does not fit, one sentence each; what does not fit changes nothing. */
export interface WithGiven {
  readonly network: Network;
  readonly problems: readonly string[];
}

/** How weights take their places. */
export interface WeightPlaces {
  /** Parameters and buffers that keep what they have; default: none. */
  readonly keeps?: (node: ParameterNode | BufferNode) => boolean;
  /** Where the user wrote that they start so; default: as it was. */
  readonly written?: Span;
}

/** Most names that one sentence lists. */
const mostNames = 5;

/** Gives every parameter and buffer the tensor of its name. */
export function withWeights(
  network: Network,
  weights: ReadonlyMap<string, Tensor>,
  { keeps = () => false, written }: WeightPlaces = {},
): WithGiven {
  const problems: string[] = [];
  const missing: string[] = [];
  const nodes = network.nodes.map((node): Node => {
    if ((node.kind !== 'parameter' && node.kind !== 'buffer') || keeps(node)) return node;
    const tensor = weights.get(node.name);
    if (!tensor) {
      missing.push(node.name);
      return node;
    }
    if (!sameShape(tensor.shape, node.shape)) {
      problems.push(
        `${node.name} has the shape ${shapeText(node.shape)}, the given weights ${shapeText(tensor.shape)}.`,
      );
      return node;
    }
    const initialisation = { name: 'values', values: tensor.data } as const;
    return node.kind === 'parameter' && written
      ? { ...node, initialisation, derived: undefined, written }
      : { ...node, initialisation, derived: undefined };
  });
  if (missing.length > 0) {
    problems.push(`The given weights lack ${someOf(missing)}; they hold ${someOf([...weights.keys()])}.`);
  }
  return { network: { ...network, nodes }, problems };
}

/** Some of many names, for a sentence. */
export function someOf(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const shown = names.slice(0, mostNames);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown, 'and');
}
