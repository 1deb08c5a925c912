/** The memory of a run, known before it: its schedule played through with sizes in place of tensors. */
import { callAt } from '../graph/batchSizes';
import type { Network, Node, NodeIndex, OpNode } from '../graph/network';
import { ops, type OpCall, type OpName } from '../ops/table';
import type { ExtraStorage } from '../ops/op';
import { bytesOf, elementBytes, isFloat, sizeOf, type FloatType, type TensorType } from '../tensor/tensor';
import { scheduleOf, type Schedule } from './schedule';

/** The types of the outputs of every node; empty where they are not known. */
type Types = readonly (readonly TensorType[])[];

/** What the memory of a run depends on beside its network. */
export interface PlannedRun {
  readonly types: Types;
  readonly floatType: FloatType;
  readonly batch: number;
}

/** Storage is handed out in multiples of so many bytes. */
const grain = 64;

/**
 * The most bytes in use at any moment of one run, forward and backward: parameters, probe, values, gradients, and what ops say that they
 * need beside these. `keepsAll` is for a run in which no value or gradient is given back.
 */
export function peakBytes(network: Network, run: PlannedRun, keepsAll: boolean): number {
  const playing: Playing = {
    network,
    ...run,
    keepsAll,
    schedule: scheduleOf(network),
    gradients: network.nodes.map(() => false),
    now: 0,
    most: 0,
  };
  network.nodes.forEach((_, index) => playForward(playing, index));
  const { loss } = network;
  if (loss && (run.types[loss.node]?.length ?? 0) > 0) {
    playing.gradients[loss.node] = true;
    take(playing, gradientBytes(playing, loss.node));
  }
  for (let index = network.nodes.length - 1; index >= 0; index -= 1) playBackward(playing, index);
  return playing.most;
}

/** The types of an op's arguments, or null when one of them is not known. */
export function argumentTypes({ args }: OpNode, types: Types): readonly TensorType[] | null {
  const found = args.map((arg) => types[arg.node]?.[arg.output]);
  return found.every((type) => type !== undefined) ? found : null;
}

interface Playing extends PlannedRun {
  readonly network: Network;
  readonly keepsAll: boolean;
  readonly schedule: Schedule;
  /** Which nodes have a gradient by now. */
  readonly gradients: boolean[];
  now: number;
  most: number;
}

function take(playing: Playing, bytes: number): void {
  playing.now += bytes;
  playing.most = Math.max(playing.most, playing.now);
}

function padded(bytes: number): number {
  return Math.ceil(bytes / grain) * grain;
}

function valueBytes({ types }: Playing, index: NodeIndex): number {
  return (types[index] ?? []).reduce((sum, type) => sum + padded(bytesOf(type)), 0);
}

function gradientBytes({ types, floatType }: Playing, index: NodeIndex): number {
  return (types[index] ?? [])
    .filter(({ elementType }) => isFloat(elementType))
    .reduce((sum, { shape }) => sum + padded(sizeOf(shape) * elementBytes[floatType]), 0);
}

function extraBytes({ network, types, floatType, batch }: Playing, index: NodeIndex): ExtraStorage {
  const node = network.nodes[index];
  const args = node?.kind === 'op' && argumentTypes(node, types);
  if (node?.kind !== 'op' || !args) return { saved: 0, passing: 0 };
  const { saved, passing } = extraOf(callAt(node, batch), args);
  const bytes = elementBytes[floatType];
  return { saved: padded(saved * bytes), passing: padded(passing * bytes) };
}

function extraOf<Name extends OpName>(call: OpCall<Name>, args: readonly TensorType[]): ExtraStorage {
  return ops[call.op].extra(args, call.attributes);
}

/** Parameters and buffers stay, and so does the probe. */
function isGiven({ kind }: Node): boolean {
  return kind !== 'op' && kind !== 'opaque' && kind !== 'constant';
}

function playForward(playing: Playing, index: NodeIndex): void {
  const { network, schedule, keepsAll } = playing;
  const { saved, passing } = extraBytes(playing, index);
  take(playing, valueBytes(playing, index) + saved + passing);
  playing.now -= passing + (schedule.runsBack[index] === true ? 0 : saved);
  if (keepsAll) return;
  for (const done of schedule.lastUses[index] ?? []) {
    const node = network.nodes[done];
    if (node && !isGiven(node)) playing.now -= valueBytes(playing, done);
  }
}

function playBackward(playing: Playing, index: NodeIndex): void {
  const { network, schedule, gradients, keepsAll } = playing;
  const node = network.nodes[index];
  if (!node) return;
  const back = schedule.runsBack[index] === true;
  const { saved, passing } = extraBytes(playing, index);
  if (node.kind === 'op' && back && gradients[index] === true) passBack(playing, node, passing);
  if (back) playing.now -= saved;
  if (keepsAll) return;
  if (schedule.staysForBackward[index] === true && !isGiven(node)) playing.now -= valueBytes(playing, index);
  if (gradients[index] === true) playing.now -= gradientBytes(playing, index);
}

/** All arguments' gradients are made at once; then those that come on top of another user's are added to it, one after the other. */
function passBack(playing: Playing, node: OpNode, passing: number): void {
  const { schedule, gradients, types } = playing;
  const added: number[] = [];
  let made = passing;
  for (const { node: from, output } of node.args) {
    const type = types[from]?.[output];
    if (schedule.wanted[from] !== true || !type || !isFloat(type.elementType)) continue;
    const bytes = padded(bytesOf(type));
    made += bytes;
    if (gradients[from] === true) added.push(bytes);
    gradients[from] = true;
  }
  take(playing, made);
  playing.now -= passing;
  for (const bytes of added) {
    // The sum has storage of its own until both parts of it are given back.
    take(playing, bytes);
    playing.now -= bytes;
  }
  for (const bytes of added) playing.now -= bytes;
}
