/** Activations that exporters write as several nodes: they become the one that their author wrote, so that it has its curve. */
import { TensorFileError } from '../../tensor-files/tensors';
import { readTensor } from '../format/elements';
import type { GraphMessage, NodeMessage, TensorMessage } from '../format/messages';

/** Who makes and who takes the values of a graph. */
interface Wiring {
  readonly maker: (name: string | undefined) => NodeMessage | undefined;
  /** The only node that takes the output of another, if it is no output of the graph. */
  readonly soleUser: (node: NodeMessage) => NodeMessage | undefined;
  /** The one number that a name stands for. */
  readonly number: (name: string | undefined) => number | null;
}

/** A pattern: nodes that vanish, and the one in whose place the activation stands. */
interface Found {
  readonly last: NodeMessage;
  readonly operator: 'Gelu' | 'Swish';
  readonly input: string;
  readonly vanish: readonly NodeMessage[];
}

/** The nodes with x sigmoid(x) as Swish, and x (1 + erf(x / sqrt 2)) / 2 as Gelu. */
export function withActivations(nodes: readonly NodeMessage[], graph: GraphMessage): readonly NodeMessage[] {
  const wiring = wiringOf(nodes, graph);
  const vanished = new Set<NodeMessage>();
  const replaced = new Map<NodeMessage, NodeMessage>();
  for (const node of nodes) {
    const found =
      node.operator === 'Sigmoid' ? swish(node, wiring) : node.operator === 'Erf' ? gelu(node, wiring) : null;
    if (!found || found.vanish.some((one) => vanished.has(one))) continue;
    found.vanish.forEach((one) => vanished.add(one));
    const { last, operator, input } = found;
    replaced.set(last, { ...last, operator, inputs: [input], attributes: new Map() });
  }
  return nodes.filter((node) => !vanished.has(node)).map((node) => replaced.get(node) ?? node);
}

function swish(node: NodeMessage, { soleUser }: Wiring): Found | null {
  const last = soleUser(node);
  const [input = ''] = node.inputs;
  if (last?.operator !== 'Mul' || !last.inputs.includes(input)) return null;
  return { last, operator: 'Swish', input, vanish: [node] };
}

function gelu(node: NodeMessage, wiring: Wiring): Found | null {
  const { maker, soleUser } = wiring;
  const scaled = maker(node.inputs[0]);
  const sum = soleUser(node);
  const product = sum && soleUser(sum);
  const input = scaled && rootTwo(scaled, wiring);
  if (!scaled || soleUser(scaled) !== node || input == null) return null;
  if (!sum || other(sum, 'Add', 1, wiring) !== node.outputs[0] || product?.operator !== 'Mul') return null;
  const beside = product.inputs.find((name) => name !== sum.outputs[0]);
  const vanish = [scaled, node, sum];
  // Halved before the product, or behind it.
  const halved = maker(beside);
  if (halved && soleUser(halved) === product && other(halved, 'Mul', 0.5, wiring) === input) {
    return { last: product, operator: 'Gelu', input, vanish: [...vanish, halved] };
  }
  const last = soleUser(product);
  if (beside !== input || !last || other(last, 'Mul', 0.5, wiring) !== product.outputs[0]) return null;
  return { last, operator: 'Gelu', input, vanish: [...vanish, product] };
}

/** What is divided by the root of two. */
function rootTwo(node: NodeMessage, wiring: Wiring): string | null {
  if (node.operator === 'Div') {
    return near(wiring.number(node.inputs[1]), Math.SQRT2) ? (node.inputs[0] ?? null) : null;
  }
  return other(node, 'Mul', Math.SQRT1_2, wiring);
}

/** The input beside a number of an operator with two; null where it is not so. */
function other(node: NodeMessage, operator: string, value: number, { number }: Wiring): string | null {
  if (node.operator !== operator) return null;
  const [a, b] = node.inputs;
  if (near(number(b), value)) return a ?? null;
  return near(number(a), value) ? (b ?? null) : null;
}

function near(found: number | null, wanted: number): boolean {
  return found !== null && Math.abs(found - wanted) < 1e-3 * Math.abs(wanted);
}

function wiringOf(nodes: readonly NodeMessage[], { initialisers, outputs }: GraphMessage): Wiring {
  const makers = new Map<string, NodeMessage>();
  const users = new Map<string, NodeMessage[]>();
  for (const node of nodes) {
    for (const name of node.outputs) makers.set(name, node);
    for (const name of new Set(node.inputs)) {
      const known = users.get(name);
      if (known) known.push(node);
      else users.set(name, [node]);
    }
  }
  const given = new Set(outputs.map(({ name }) => name));
  const stored = new Map(initialisers.map((tensor) => [tensor.name, tensor] as const));
  return {
    maker: (name) => makers.get(name ?? ''),
    soleUser: ({ outputs: names }) => {
      const [name = ''] = names;
      const found = users.get(name) ?? [];
      return names.length === 1 && found.length === 1 && !given.has(name) ? found[0] : undefined;
    },
    number: (name = '') => {
      const maker = makers.get(name);
      const constant = maker?.operator === 'Constant' ? maker.attributes.get('value') : undefined;
      return numberIn(stored.get(name) ?? constant?.tensor ?? null);
    },
  };
}

/** The one number that a tensor holds. */
function numberIn(message: TensorMessage | null): number | null {
  if (!message || message.external || message.sizes.some((size) => size !== 1)) return null;
  try {
    return readTensor(message, { files: new Map(), need: () => undefined })?.data[0] ?? null;
  } catch (error) {
    if (error instanceof TensorFileError) return null;
    throw error;
  }
}
