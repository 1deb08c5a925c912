/** The way of the gradient back to one parameter: the layers that it crosses, and where other ways join it. */
import type { Row } from '../../analysis/rows';
import { forwardOf, gradientOf, valueOf, type Trace } from '../../engine/trace';
import { streams } from '../../engine/parameters';
import { callAt } from '../../graph/batchSizes';
import type { LayerIndex, Network, NodeIndex, Value } from '../../graph/network';
import { usersOf, type Users } from '../../graph/users';
import type { Kernels } from '../../tensor/kernels';
import { randomStream } from '../../tensor/random';

/** A network as the way is looked for in it. */
export interface Terrain {
  readonly network: Network;
  readonly rows: readonly Row[];
  readonly users: Users;
  /** The row of every layer that has one. */
  readonly rowOfLayer: ReadonlyMap<LayerIndex, number>;
}

/** One step of the way: from a row back to the one whose output it takes. */
export interface Crossing {
  readonly from: number;
  readonly to: number;
  /** What is taken of `to`: its output, or one of several (an LSTM's last state). */
  readonly value: Value;
  /** Ops of `from` that take it, and all other ops that do and are reached by the loss. */
  readonly own: readonly NodeIndex[];
  readonly others: readonly NodeIndex[];
}

/** Where everything stands. */
export function terrainOf(network: Network, rows: readonly Row[]): Terrain {
  const rowOfLayer = new Map<LayerIndex, number>();
  rows.forEach((row, index) => {
    rowOfLayer.set(row.layer, index);
    if (row.activationLayer !== null) rowOfLayer.set(row.activationLayer, index);
  });
  return { network, rows, users: usersOf(network), rowOfLayer };
}

/**
 * The steps from the last row back to `start`, always over the nearest user that the loss reaches, as the flow of delta goes; empty where
 * `start` is the last row itself.
 */
export function wayTo(
  terrain: Terrain,
  start: number,
  reached: { readonly row: (row: number) => boolean; readonly node: (node: NodeIndex) => boolean },
): readonly Crossing[] {
  const crossings: Crossing[] = [];
  let to = start;
  for (;;) {
    const after = terrain.rows[to]?.after.node;
    const takers = [...new Set(after === undefined ? [] : terrain.users[after])].filter(reached.node);
    const nexts = takers.flatMap((node) => rowOfNode(terrain, node) ?? []);
    const from = Math.min(...nexts.filter((row) => row > to && reached.row(row)));
    const mine = takers.filter((node) => rowOfNode(terrain, node) === from);
    const value = mine.flatMap((node) => argumentsOfOp(terrain, node)).find(({ node }) => node === after);
    if (!value) return crossings.toReversed();
    const takes = (node: NodeIndex): boolean =>
      argumentsOfOp(terrain, node).some((arg) => isSame(arg, value));
    const own = mine.filter(takes);
    const others = takers.filter((node) => takes(node) && !own.includes(node));
    crossings.push({ from, to, value, own, others });
    to = from;
  }
}

/** What an op is called: its layer, else what it does. */
export function nameOfNode({ network }: Terrain, index: NodeIndex): string {
  const node = network.nodes[index];
  if (node?.kind !== 'op') return '';
  if (index === network.loss?.node) return 'the loss';
  return (node.layer === null ? undefined : network.layers[node.layer]?.name) ?? node.call.op;
}

/**
 * The part of the gradient of `value` that comes through some of its users alone, as backprop adds it up, in the order of the elements; null
 * where one of them cannot be run again. The trace must hold the users' arguments and the gradients of their outputs.
 */
export function gradientThrough(
  trace: Trace,
  value: Value,
  through: readonly NodeIndex[],
  kernels: Kernels,
): Float64Array | null {
  const sum = new Float64Array(gradientOf(trace, value)?.data.length ?? 0);
  for (const index of through) {
    const node = trace.network.nodes[index];
    if (node?.kind !== 'op') return null;
    const args = node.args.map((arg) => valueOf(trace, arg));
    if (!args.every((arg) => arg !== undefined)) return null;
    // The random numbers of the node are those of the run.
    const random = randomStream(trace.network.seed, streams.nodes).fork(index);
    const run = { training: trace.network.mode !== 'eval', random };
    const pass = forwardOf(callAt(node, trace.batch), kernels, args, run);
    const wanted = node.args.map((arg) => isSame(arg, value));
    const gradients = pass.backward(trace.gradients[index] ?? [], wanted);
    for (const [place, gradient] of gradients.entries()) {
      if (wanted[place] !== true || !gradient) continue;
      for (let at = 0; at < sum.length; at += 1) sum[at] = (sum[at] ?? NaN) + (gradient.data[at] ?? NaN);
    }
  }
  return sum;
}

/** Whether two places in a graph are the same. */
export function isSame(one: Value, other: Value): boolean {
  return one.node === other.node && one.output === other.output;
}

function argumentsOfOp({ network }: Terrain, index: NodeIndex): readonly Value[] {
  const node = network.nodes[index];
  return node?.kind === 'op' ? node.args : [];
}

function rowOfNode({ network, rowOfLayer }: Terrain, index: NodeIndex): number | null {
  const node = network.nodes[index];
  const layer = node?.kind === 'op' ? node.layer : null;
  return layer === null ? null : (rowOfLayer.get(layer) ?? null);
}
