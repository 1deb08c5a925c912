/** The boxes of a circuit's drawing: what stands in each, and how much room it takes. Written numbers stand on the gate that uses them. */
import { shortNumber } from '../../src/base/numbers';
import type { CircuitGate, CircuitInput, CircuitReport } from '../../src/studies/circuit';

/** Which way the circuit runs. */
export type Direction = 'right' | 'down';

/** One wire that enters a box. */
export interface Port {
  /** Index of the node it comes from. */
  readonly from: number;
  /** Which argument it is. */
  readonly argument: number;
}

/** One gate or input. */
export interface Box {
  /** Index in the circuit's nodes. */
  readonly index: number;
  readonly node: CircuitGate | CircuitInput;
  /** What stands on it. */
  readonly label: string;
  readonly ports: readonly Port[];
  readonly width: number;
  readonly height: number;
  /** Where the middle of the shape is, from the left. */
  readonly spine: number;
  /** Size of the shape in it. */
  readonly shape: { readonly width: number; readonly height: number };
}

/** Sizes in pixels, for letters of 12 pixels; `beside` is the room of a number. */
export const sizes = {
  letter: 7.4,
  shape: 30,
  /** Room for the local gradients before a gate that runs to the right, and for value and gradient behind it. */
  before: 50,
  behind: 58,
  port: 22,
  nameLetter: 6.6,
  /** The same for a gate that runs down. */
  above: 20,
  below: 34,
  column: 44,
  beside: 52,
  name: 14,
} as const;

/** The boxes of everything that is drawn. */
export function boxesOf({ nodes }: CircuitReport, direction: Direction): readonly Box[] {
  return nodes.flatMap((node, index) => {
    if (node.kind === 'constant') return [];
    const label = node.kind === 'input' ? node.name : gateLabel(node, nodes);
    const ports =
      node.kind === 'input'
        ? []
        : node.arguments.flatMap(({ node: from }, argument) =>
            nodes[from]?.kind === 'constant' ? [] : [{ from, argument }],
          );
    const shape = { width: Math.max(sizes.shape, label.length * sizes.letter + 14), height: sizes.shape };
    return [{ index, node, label, ports, shape, ...roomOf(shape, ports.length, node, direction) }];
  });
}

/** The sign of a gate with the written numbers that it takes: + 1, 1 ÷, max 0. */
function gateLabel(
  { symbol, op, arguments: args, gates, name }: CircuitGate,
  nodes: CircuitReport['nodes'],
): string {
  if (op === 'group') return `${name} (${gates} gates)`;
  const constants = args.map(({ node }) => {
    const from = nodes[node];
    return from?.kind === 'constant' ? shortNumber(from.value) : null;
  });
  const [first = null, second = null] = constants;
  if (args.length === 2 && op !== 'maximum' && op !== 'minimum') {
    return [first, symbol, second].filter((part) => part !== null).join(' ');
  }
  return [symbol, constants.filter((constant) => constant !== null).join(', ')]
    .filter((part) => part !== '')
    .join(' ');
}

function roomOf(
  shape: Box['shape'],
  ports: number,
  node: Box['node'],
  direction: Direction,
): Pick<Box, 'width' | 'height' | 'spine'> {
  const gate = node.kind === 'gate';
  if (direction === 'right') {
    const before = gate ? sizes.before : 0;
    return {
      width: before + shape.width + sizes.behind,
      height: 2 * (reachOf(ports, shape.height) + (gate ? sizes.name : 4)),
      spine: before + shape.width / 2,
    };
  }
  const half = shape.width / 2;
  const named = gate ? half + node.name.length * sizes.nameLetter + 8 : half;
  const outermost = ((ports - 1) * sizes.column) / 2 + sizes.beside;
  // The name stands left of the shape, value and gradient right of the wire that leaves, local gradients on the outer sides of those that come.
  const left = Math.max(named, ports > 1 ? outermost : 0);
  const right = Math.max(half, sizes.beside + 4, ports > 1 ? outermost : 0);
  return {
    width: left + right,
    height: (gate ? sizes.above : 0) + shape.height + sizes.below,
    spine: left,
  };
}

/** How far shape and wires of a gate that runs to the right reach from its middle, up and down. */
export function reachOf(ports: number, height: number): number {
  return Math.max(height, (ports - 1) * sizes.port + 4) / 2;
}
