/** Who makes and who takes the values of a graph, and what stands in place of several nodes that say one thing. */
import { TensorFileError } from '../../../tensor-files/tensors';
import { readTensor } from '../../format/elements';
import type { AttributeMessage, GraphMessage, NodeMessage, TensorMessage } from '../../format/messages';

/** Who makes and who takes the values of a graph. */
export interface Wiring {
  readonly maker: (name: string | undefined) => NodeMessage | undefined;
  /** All nodes that take the first output of another; none where it is an output of the graph. */
  readonly users: (node: NodeMessage) => readonly NodeMessage[];
  /** The only node that takes the output of another, if it is no output of the graph. */
  readonly soleUser: (node: NodeMessage) => NodeMessage | undefined;
  /** The numbers that a name stands for, as far as the file says them and they are few. */
  readonly numbers: (name: string | undefined) => readonly number[] | null;
  /** The sizes of a tensor of the file. */
  readonly sizes: (name: string | undefined) => readonly number[] | null;
}

/** A pattern: nodes that vanish, and what stands in the place of the last one. */
export interface Found {
  readonly last: NodeMessage;
  readonly operator: string;
  /** Of operators of ours; absent: of the standard. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Partial<AttributeMessage>>>;
  readonly vanish: readonly NodeMessage[];
}

/** What one node begins, or null. */
export type Pattern = (node: NodeMessage, wiring: Wiring) => Found | null;

/** The domain of operators that no file names: what several nodes stand for. */
export const fusedDomain = 'fused by Backprop Lens';

/** Tensors with more numbers than this are no constants of a formula. */
const fewNumbers = 16;

/** The nodes with what patterns find in the place of what they consist of. */
export function withPattern(
  nodes: readonly NodeMessage[],
  graph: GraphMessage,
  pattern: Pattern,
): readonly NodeMessage[] {
  const wiring = wiringOf(nodes, graph);
  const vanished = new Set<NodeMessage>();
  const replaced = new Map<NodeMessage, NodeMessage>();
  for (const node of nodes) {
    const found = pattern(node, wiring);
    if (!found) continue;
    const { last, vanish, operator, inputs, attributes = {}, domain = '' } = found;
    if ([last, ...vanish].some((one) => vanished.has(one) || replaced.has(one))) continue;
    vanish.forEach((one) => vanished.add(one));
    const filled = Object.entries(attributes).map(
      ([name, value]) => [name, { ...noAttribute, ...value }] as const,
    );
    replaced.set(last, { ...last, operator, domain, inputs, attributes: new Map(filled) });
  }
  if (replaced.size === 0) return nodes;
  return nodes.filter((node) => !vanished.has(node)).map((node) => replaced.get(node) ?? node);
}

const noAttribute: AttributeMessage = {
  ...{ float: null, whole: null, text: null, tensor: null },
  ...{ floats: [], wholes: [], texts: [] },
};

/** The input beside a number of an operator with two; null where it is not so. */
export function other(
  node: NodeMessage | undefined,
  operator: string,
  value: number,
  wiring: Wiring,
): string | null {
  if (node?.operator !== operator) return null;
  const [a, b] = node.inputs;
  if (near(numberOf(b, wiring), value)) return a ?? null;
  return near(numberOf(a, wiring), value) ? (b ?? null) : null;
}

/** The one number that a name stands for. */
export function numberOf(name: string | undefined, { numbers }: Wiring): number | null {
  const found = numbers(name);
  return found?.length === 1 ? (found[0] ?? null) : null;
}

/** Whether a number is the wanted one, as exporters round it. */
export function near(found: number | null, wanted: number): boolean {
  return found !== null && Math.abs(found - wanted) < 1e-3 * Math.abs(wanted);
}

/** Looks through the nodes once. */
function wiringOf(nodes: readonly NodeMessage[], { initialisers, outputs }: GraphMessage): Wiring {
  const makers = new Map<string, NodeMessage>();
  const takers = new Map<string, NodeMessage[]>();
  for (const node of nodes) {
    for (const name of node.outputs) makers.set(name, node);
    for (const name of new Set(node.inputs)) {
      const known = takers.get(name);
      if (known) known.push(node);
      else takers.set(name, [node]);
    }
  }
  const given = new Set(outputs.map(({ name }) => name));
  const stored = new Map(initialisers.map((tensor) => [tensor.name, tensor] as const));
  const tensorOf = (name = ''): TensorMessage | null => {
    const maker = makers.get(name);
    const constant = maker?.operator === 'Constant' ? maker.attributes.get('value') : undefined;
    return stored.get(name) ?? constant?.tensor ?? null;
  };
  const users = ({ outputs: [name = ''] }: NodeMessage): readonly NodeMessage[] =>
    given.has(name) ? [] : (takers.get(name) ?? []);
  return {
    users,
    maker: (name) => makers.get(name ?? ''),
    soleUser: (node) => {
      const found = users(node);
      return node.outputs.length === 1 && found.length === 1 ? found[0] : undefined;
    },
    numbers: (name) => numbersIn(tensorOf(name)),
    sizes: (name) => stored.get(name ?? '')?.sizes ?? null,
  };
}

/** The numbers of a tensor that holds few of them. */
function numbersIn(message: TensorMessage | null): readonly number[] | null {
  if (!message || message.external) return null;
  const count = message.sizes.reduce((product, size) => product * size, 1);
  if (count > fewNumbers) return null;
  try {
    const tensor = readTensor(message, { files: new Map(), need: () => undefined });
    return tensor ? Array.from(tensor.data) : null;
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}
