/** The recurrent passes of a network: each stacked layer in each direction is one, and each is looked at on its own. */
import type { Network, NodeIndex, OpNode, ParameterNode, Value } from '../../graph/network';
import { argumentNames, named, type ArgumentName, type Form } from '../../ops/recurrent/form';
import type { OpCall } from '../../ops/table';

/** The cells that can be looked into, by the names of their ops. */
export const cellNames = ['rnn', 'lstm', 'gru'] as const;
export type CellName = (typeof cellNames)[number];

/** A call of an op that runs a cell over a sequence. */
export type RecurrentCall = OpCall<CellName>;

/** What the cells call the parts of their pre-activations, in the order of their weights' rows. */
export const gateNames = {
  rnn: ['state'],
  lstm: ['input', 'forget', 'cell', 'output'],
  gru: ['reset', 'update', 'new'],
} as const satisfies Record<CellName, readonly string[]>;

/** One recurrent op of a network. */
export interface Pass {
  readonly node: NodeIndex;
  readonly op: OpNode & { readonly call: RecurrentCall };
  /** The name of the layer that the user wrote; empty where the op belongs to none. */
  readonly layer: string;
  /** Its place in the stack of that layer, from 0. */
  readonly level: number;
}

/** All passes, in the order of running. */
export function passesOf({ nodes, layers }: Network): readonly Pass[] {
  const passes: Pass[] = [];
  nodes.forEach((op, node) => {
    if (op.kind !== 'op' || !isRecurrent(op.call)) return;
    const layer = op.layer === null ? '' : (layers[op.layer]?.name ?? '');
    const { reverse } = op.call.attributes;
    const level = passes.filter(
      (other) => other.layer === layer && other.op.call.attributes.reverse === reverse,
    ).length;
    passes.push({ node, op: { ...op, call: op.call }, layer, level });
  });
  return passes;
}

function isRecurrent(call: OpCall): call is RecurrentCall {
  const names: readonly string[] = cellNames;
  return names.includes(call.op);
}

/** What the op of a pass is asked for. */
export function formOf(call: RecurrentCall): Form {
  return {
    ...call.attributes,
    name: call.op,
    gates: gateNames[call.op].length,
    cell: call.op === 'lstm',
    projection: call.op === 'lstm' && call.attributes.projection,
    sequence: true,
  };
}

/** The arguments of a pass by their names. */
export function argumentsByName({ call, args }: Pass['op']): Partial<Record<ArgumentName, Value>> {
  return named(formOf(call), args);
}

/** The parameters of a pass by the names of its arguments; an argument that the network computes has none. */
export function parametersByName(
  { nodes }: Network,
  { op }: Pass,
): ReadonlyMap<ArgumentName, { readonly index: NodeIndex; readonly node: ParameterNode }> {
  return new Map(
    argumentNames(formOf(op.call)).flatMap((name, place) => {
      const index = op.args[place]?.node ?? -1;
      const node = nodes[index];
      return node?.kind === 'parameter' ? [[name, { index, node }]] : [];
    }),
  );
}
