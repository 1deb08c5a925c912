/** Where a network is not smooth: which of its ops have kinks or jumps, and which units change over between two values of a parameter. */
import { ops, type OpCall, type OpName } from '../../ops/table';
import type { Curve } from '../../ops/op';
import type { Network, NodeIndex, OpNode } from '../../graph/network';
import type { Tensor } from '../../tensor/tensor';
import type { Loss, Place } from './loss';

/** Units of one op that lie on another piece of its function at w + h than at w - h. */
export interface Crossing {
  readonly op: OpName;
  /** The user's name for the layer; the op's where it has none. */
  readonly layer: string;
  readonly units: number;
}

export type Crossings = readonly Crossing[];

/** Ops that choose, sort or cut, so that their derivative changes at once; besides those whose curve says so. */
const choosing: ReadonlySet<OpName> = new Set<OpName>([
  'max-pool',
  'adaptive-max-pool',
  'maximum',
  'minimum',
  'max',
  'min',
  'max-along',
  'min-along',
  'median',
  'sort',
  'topk',
  'maxout',
  'remainder',
  'l1',
  'mean-absolute-percentage',
  'hinge',
  'squared-hinge',
  'categorical-hinge',
  'hinge-embedding',
  'multi-margin',
  'multi-label-margin',
  'margin-ranking',
  'cosine-embedding',
  'triplet-margin',
  'circle',
]);

/** The names of the ops of a network that have kinks or jumps, each once, in order. */
export function roughOps(network: Network): readonly OpName[] {
  const names = network.nodes.flatMap((node) =>
    node.kind === 'op' && (choosing.has(node.call.op) || bendsOf(node.call).length > 0) ? [node.call.op] : [],
  );
  return [...new Set(names)];
}

/** The names of the ops of a network that draw random numbers in training, each once, in order. */
export function randomOps(network: Network): readonly OpName[] {
  const names = network.nodes.flatMap((node) =>
    node.kind === 'op' && (ops[node.call.op].role === 'noise' || node.call.op === 'rrelu')
      ? [node.call.op]
      : [],
  );
  return [...new Set(names)];
}

/** Which units change over to another piece between w - h and w + h. */
export function kinkWithin(loss: Loss, place: Place, step: number): Crossings {
  const { network } = loss;
  const watched = network.nodes.flatMap((node) => {
    const pieces = node.kind === 'op' ? piecesOf(node) : null;
    return node.kind === 'op' && pieces ? [{ node, pieces }] : [];
  });
  if (watched.length === 0) return [];
  const needed = new Set<NodeIndex>(watched.flatMap(({ node }) => node.args.map((arg) => arg.node)));
  const value = loss.valueOf(place);
  const below = loss.valuesAt(place, value - step, needed);
  const above = loss.valuesAt(place, value + step, needed);
  return watched.flatMap(({ node, pieces }): Crossing[] => {
    const [before, after] = [below, above].map((values) => {
      const args = node.args.map((arg) => values[arg.node]?.[arg.output]);
      return args.every((arg) => arg !== undefined) ? pieces(args) : [];
    });
    const units = (before ?? []).filter((piece, unit) => piece !== after?.[unit]).length;
    if (units === 0) return [];
    const layer = node.layer === null ? null : network.layers[node.layer];
    return [{ op: node.call.op, layer: layer?.name ?? node.call.op, units }];
  });
}

/** For every unit, the number of the piece that it lies on. */
type Pieces = (args: readonly Tensor[]) => readonly number[];

function piecesOf({ call, args }: OpNode): Pieces | null {
  const bends = bendsOf(call);
  if (bends.length > 0 && args.length > 0) return ([x]) => Array.from(x?.data ?? [], pieceAmong(bends));
  if (call.op !== 'maximum' && call.op !== 'minimum') return null;
  return ([a, b]) =>
    a && b && a.data.length === b.data.length
      ? Array.from(a.data, (value, unit) => Math.sign(value - (b.data[unit] ?? NaN)))
      : [];
}

/** Twice the number of bends below a value, one more on a bend itself. */
function pieceAmong(bends: readonly number[]): (value: number) => number {
  return (value) => bends.reduce((piece, bend) => piece + (value > bend ? 2 : value === bend ? 1 : 0), 0);
}

function bendsOf(call: OpCall): readonly number[] {
  const curve = curveOf(call);
  return curve ? [...curve.kinks, ...curve.jumps] : [];
}

function curveOf<Name extends OpName>(call: OpCall<Name>): Curve | undefined {
  return ops[call.op].curve?.(call.attributes);
}
