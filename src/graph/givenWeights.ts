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

/** A network that was given weights, with what became of them. */
export interface WithWeights extends WithGiven {
  /** What has another shape than is given, one sentence each; the rest of the problems is what is lacking. */
  readonly misfits: readonly string[];
  /** Parameters and buffers that nothing was given for. */
  readonly lacking: readonly string[];
  /** What was given and has no place. */
  readonly unused: readonly string[];
}

/** How weights take their places. */
export interface WeightPlaces {
  /** Parameters and buffers that keep what they have; default: none. */
  readonly keeps?: (node: ParameterNode | BufferNode) => boolean;
  /** Where the user wrote that they start so; default: as it was. */
  readonly written?: Span;
  /** The file that they come from, as people know it. */
  readonly from?: string;
}

/** Most names that one sentence lists. */
const mostNames = 5;

/** Gives every parameter and buffer the tensor of its name. */
export function withWeights(
  network: Network,
  weights: ReadonlyMap<string, Tensor>,
  { keeps = () => false, written, from }: WeightPlaces = {},
): WithWeights {
  const misfits: string[] = [];
  const names = new Set<string>();
  const missing: string[] = [];
  const nodes = network.nodes.map((node): Node => {
    if (node.kind !== 'parameter' && node.kind !== 'buffer') return node;
    names.add(node.name);
    if (keeps(node)) return node;
    const tensor = weights.get(node.name);
    if (!tensor) {
      missing.push(node.name);
      return node;
    }
    if (!sameShape(tensor.shape, node.shape)) {
      misfits.push(
        `${node.name} has the shape ${shapeText(node.shape)}, the given weights ${shapeText(tensor.shape)}.`,
      );
      return node;
    }
    const initialisation = {
      name: 'values',
      values: tensor.data,
      ...(from !== undefined && { from }),
    } as const;
    return node.kind === 'parameter' && written
      ? { ...node, initialisation, derived: undefined, written }
      : { ...node, initialisation, derived: undefined };
  });
  const held = someOf([...weights.keys()]);
  const lacks = missing.map(() => `The given weights lack ${someOf(missing)}; they hold ${held}.`);
  return {
    network: { ...network, nodes },
    problems: [...misfits, ...lacks.slice(0, 1)],
    misfits,
    lacking: missing,
    unused: [...weights.keys()].filter((name) => !names.has(name)),
  };
}

/** How many parameters of a network start from a file, and from which; null where none does. */
export interface WeightsFrom {
  readonly file: string;
  readonly given: number;
  readonly of: number;
}

/** Where a network's first values come from, if from a file: told of the parameters, not of the buffers. */
export function weightsFrom({ nodes }: Network): WeightsFrom | null {
  const parameters = nodes.filter((node) => node.kind === 'parameter');
  const given = parameters.filter(isGiven);
  const file = given[0]?.initialisation.from;
  return file === undefined ? null : { file, given: given.length, of: parameters.length };
}

/** Whether a parameter starts from a file: then no law of initialisation is to be judged. */
export function isGiven({ initialisation: { name, from } }: ParameterNode): boolean {
  return name === 'values' && from !== undefined;
}

/** Some of many names, for a sentence. */
export function someOf(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const shown = names.slice(0, mostNames);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : listed(shown, 'and');
}
