/** Where the boxes and wires of a circuit lie: dagre ranks and orders them, the rest is where wires leave and enter. */
import { Graph, layout } from '@dagrejs/dagre';
import type { CircuitReport } from '../../src/studies/circuit';
import { boxesOf, sizes, type Box, type Direction } from './boxes';

/** A place in the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A box with the middle of its shape. */
export interface PlacedBox extends Box {
  readonly middle: Place;
  /** Where the wire of each port ends, at the shape. */
  readonly entries: readonly Place[];
  /** Where the wire that leaves ends within the box. */
  readonly exit: Place;
}

/** A wire from a box to a port of another. */
export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly argument: number;
  readonly path: string;
}

/** A whole drawing. */
export interface Drawing {
  readonly direction: Direction;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly wires: readonly Wire[];
}

/** More boxes than this are not drawn: nobody could follow them. */
const mostBoxes = 150;
/** Nor are wires that pass more ranks than this in all: laying them out would take seconds. */
const mostPassed = 400;

/** Whether a circuit is small enough to be drawn. */
export function canBeDrawn({ nodes }: CircuitReport): boolean {
  const ranks: number[] = [];
  const nearest: number[] = [];
  for (const node of nodes) {
    const before = node.kind === 'gate' ? node.arguments.map((wire) => ranks[wire.node] ?? 0) : [-1];
    ranks.push(Math.max(-1, ...before) + 1);
    nearest.push(Infinity);
  }
  // An input stands right before its first user.
  const wires = nodes.flatMap((node, to) =>
    node.kind === 'gate' ? node.arguments.map((wire) => ({ from: wire.node, to })) : [],
  );
  for (const { from, to } of wires) nearest[from] = Math.min(nearest[from] ?? Infinity, ranks[to] ?? 0);
  const rankOf = (index: number): number =>
    nodes[index]?.kind === 'gate' ? (ranks[index] ?? 0) : (nearest[index] ?? 0) - 1;
  const passed = wires.reduce((sum, { from, to }) => sum + rankOf(to) - rankOf(from) - 1, 0);
  return nodes.filter(({ kind }) => kind !== 'constant').length <= mostBoxes && passed <= mostPassed;
}

/** Drawings shrink to this share before they are scrolled. */
const smallestScale = 0.8;

/** The drawing that suits a width: to the right where that fits, else downwards. */
export function drawingFor(circuit: CircuitReport, width: number): Drawing {
  const right = drawing(circuit, 'right');
  if (right.width * smallestScale <= width) return right;
  const down = drawing(circuit, 'down');
  return down.width < right.width ? down : right;
}

/** The share to which a drawing shrinks for a width. */
export function scaleFor({ width }: Drawing, room: number): number {
  return Math.max(smallestScale, Math.min(1, room / width));
}

/** The last layouts by what they depend on, which numbers are not: they stay while values change. */
const known = new Map<string, Drawing>();
const mostKnown = 6;

/** Lays out a circuit. */
export function drawing(circuit: CircuitReport, direction: Direction): Drawing {
  const boxes = boxesOf(circuit, direction);
  const looks = boxes.map(({ node, index, label, ports, width }) => {
    const op = node.kind === 'gate' ? node.op : '';
    return [index, op, label, width, ports];
  });
  const key = JSON.stringify([direction, looks]);
  const found = known.get(key) ?? laidOut(boxes, direction);
  known.delete(key);
  known.set(key, found);
  for (const oldest of [...known.keys()].slice(0, -mostKnown)) known.delete(oldest);
  return { ...found, boxes: found.boxes.map((box, at) => ({ ...box, node: boxes[at]?.node ?? box.node })) };
}

function laidOut(boxes: readonly Box[], direction: Direction): Drawing {
  const graph = new Graph({ multigraph: true });
  const right = direction === 'right';
  graph.setGraph({
    rankdir: right ? 'LR' : 'TB',
    nodesep: right ? 6 : 4,
    ranksep: right ? 16 : 18,
    edgesep: 8,
    marginx: 4,
    marginy: 4,
  });
  // dagre puts what it hears of last at the top, or to the left.
  for (const { index, width, height } of boxes.toReversed()) graph.setNode(String(index), { width, height });
  for (const { index, ports } of boxes.toReversed())
    for (const { from, argument } of ports.toReversed())
      graph.setEdge(String(from), String(index), {}, String(argument));
  layout(graph);
  const placed = boxes.map((box) => place(box, centreOf(graph, box.index), graph, right));
  const wires = placed.flatMap((box) =>
    box.ports.map((port, at) => wireOf(box, port, at, placed, graph, right)),
  );
  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number }; // written by layout
  return { direction, width, height, boxes: placed, wires };
}

function centreOf(graph: Graph, index: number): Place {
  return graph.node(String(index)) as Place; // written by layout
}

function place(box: Box, centre: Place, graph: Graph, right: boolean): PlacedBox {
  const { width, height, shape, node, spine } = box;
  const x = centre.x - width / 2 + spine;
  const top = centre.y - height / 2 + (node.kind === 'gate' ? sizes.above : 0);
  const middle = right ? { x, y: centre.y } : { x, y: top + shape.height / 2 };
  const exit = right ? { x: centre.x + width / 2, y: centre.y } : { x, y: centre.y + height / 2 };
  const ports = inOrder(box, graph, right);
  const entries = ports.map((_, at) => {
    const shift = (at - (ports.length - 1) / 2) * (right ? sizes.port : sizes.column);
    return right
      ? { x: middle.x - shape.width / 2, y: middle.y + shift }
      : { x: middle.x + shift, y: middle.y - shape.height / 2 };
  });
  return { ...box, ports, middle, entries, exit };
}

const orderless: ReadonlySet<string> = new Set(['add', 'multiply', 'maximum', 'minimum', 'group']);

/** Where the order does not matter to what is computed, wires enter as they come, so that they cross less. */
function inOrder({ node, ports }: Box, graph: Graph, right: boolean): Box['ports'] {
  if (node.kind === 'input' || !orderless.has(node.op)) return ports;
  const across = ({ from }: { readonly from: number }): number => {
    const { x, y } = centreOf(graph, from);
    return right ? y : x;
  };
  return ports.toSorted((a, b) => across(a) - across(b));
}

function wireOf(
  box: PlacedBox,
  { from, argument }: Box['ports'][number],
  at: number,
  boxes: readonly PlacedBox[],
  graph: Graph,
  right: boolean,
): Wire {
  const source = boxes.find(({ index }) => index === from);
  const entry = box.entries[at] ?? box.middle;
  // The wire is straight along its gradient, then goes into the shape, which is drawn over it.
  const end = right ? { x: entry.x - sizes.before, y: entry.y } : { x: entry.x, y: entry.y - sizes.above };
  const near = right ? entry : { x: entry.x, y: entry.y - 4 };
  const inside = {
    x: right ? box.middle.x : within(box.middle.x, entry.x, box.shape.width),
    y: right ? within(box.middle.y, entry.y, box.shape.height) : box.middle.y - 4,
  };
  const edge = graph.edge(String(from), String(box.index), String(argument)) as {
    readonly points?: readonly Place[]; // written by layout
  };
  // dagre bends a wire between two ranks and at each rank that it passes; only the latter keep it off the boxes.
  const passed = (edge.points ?? []).slice(1, -1).filter((_, index) => index % 2 === 1);
  const stops = [source?.exit ?? end, ...passed, end];
  const curves = stops.slice(1).map((to, index) => curve(stops[index] ?? to, to, right));
  const start = stops[0] ?? end;
  return {
    from,
    to: box.index,
    argument,
    path: `M${pair(start)}${curves.join('')}L${pair(near)}L${pair(inside)}`,
  };
}

/** A place at `wanted`, or as far towards it as a third of a shape's size around its middle. */
function within(middle: number, wanted: number, size: number): number {
  return middle + Math.max(-size / 3, Math.min(size / 3, wanted - middle));
}

function curve(from: Place, to: Place, right: boolean): string {
  if (right) {
    const x = (from.x + to.x) / 2;
    return `C${pair({ x, y: from.y })} ${pair({ x, y: to.y })} ${pair(to)}`;
  }
  const y = (from.y + to.y) / 2;
  return `C${pair({ x: from.x, y })} ${pair({ x: to.x, y })} ${pair(to)}`;
}

function pair({ x, y }: Place): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
