/** The same network on shorter or longer sequences: the source is read again with another sample shape, and its data are cut. */
import { counted, shapeText } from '../../base/numbers';
import type { Dataset } from '../../graph/dataset';
import type { InputNode, Network, TargetNode } from '../../graph/network';
import { typesOf } from '../../graph/shapes';
import { sizesOf, type Sizes } from '../../ops/recurrent/form';
import { noOverrides } from '../../readers/reader';
import { readSource } from '../../readers/table';
import { unwatched } from '../../readers/watch';
import { sameShape, sizeOf, type Shape } from '../../tensor/tensor';
import { StudyRefused, type Subject } from '../study';
import { formOf, passesOf, type Pass } from './passes';

/** A network whose pass runs over as many steps as were asked for, and what had to be done for it. */
export interface Cut {
  readonly network: Network;
  readonly pass: Pass;
  readonly notes: readonly string[];
}

/** The sizes of a pass for one sample; null where they cannot be known. */
export function passSizes(network: Network, { op }: Pass): Sizes | null {
  const types = typesOf(network, 1, 'float32');
  const args = op.args.map((arg) => types[arg.node]?.[arg.output]);
  if (!args.every((type) => type !== undefined)) return null;
  const sizes = sizesOf(formOf(op.call), args);
  return 'error' in sizes ? null : sizes;
}

function inputOf({ nodes }: Network): InputNode | undefined {
  return nodes.find((node) => node.kind === 'input');
}

/** The axes of a sample that may be that of time, the likeliest first. */
export function timeAxes(network: Network, steps: number): readonly number[] {
  return (inputOf(network)?.sampleShape ?? []).flatMap((size, axis) => (size === steps ? [axis] : []));
}

/**
 * The subject's network with `steps` in place of `written` steps in one pass; not more than that where it has data. @throws StudyRefused
 * where the layers between the input and the pass do not let it be
 */
export function withSteps(
  { source, files, overrides: said = noOverrides, network, index, checkpoint }: Subject,
  pass: Pass,
  written: number,
  steps: number,
): Cut {
  const { dataset } = network;
  const place = passesOf(network).findIndex(({ node }) => node === pass.node);
  const sampleShape = inputOf(network)?.sampleShape ?? [];
  for (const axis of timeAxes(network, written)) {
    const overrides = { ...said, sampleShape: sampleShape.with(axis, steps) };
    const read = readSource(source, files, overrides, { ...unwatched, checkpoint }).networks[index];
    const found = read && passesOf(read)[place];
    if (!read || !found || passSizes(read, found)?.steps !== steps) continue;
    const same = asBefore(network, read);
    if (!dataset) return { network: same, pass: found, notes: [] };
    const { dataset: cut, notes } = cutDataset(dataset, { axis, written, steps }, targetOf(read));
    return { network: { ...same, dataset: cut }, pass: found, notes };
  }
  throw new StudyRefused(
    `${pass.layer} runs over ${counted(written, 'step')}, and with another input than ${shapeText(sampleShape)} it does not run over ${steps}.`,
  );
}

/** What was decided after reading stays: seed, batch, and first values that were put in (trained or given weights). */
function asBefore(network: Network, read: Network): Network {
  const before = new Map(
    network.nodes.flatMap((node) => ('initialisation' in node ? [[node.name, node]] : [])),
  );
  const nodes = read.nodes.map((node) => {
    const known = 'initialisation' in node ? before.get(node.name) : undefined;
    if (!known || !('initialisation' in node) || !sameShape(known.shape, node.shape)) return node;
    return { ...node, initialisation: known.initialisation, derived: known.derived };
  });
  return { ...read, nodes, seed: network.seed, batch: network.batch, dataset: null };
}

function targetOf({ nodes }: Network): TargetNode | undefined {
  return nodes.find((node) => node.kind === 'target');
}

/** From how many to how many steps, along which axis of a sample. */
interface Cutting {
  readonly axis: number;
  readonly written: number;
  readonly steps: number;
}

function cutDataset(
  dataset: Dataset,
  cutting: Cutting,
  target: TargetNode | undefined,
): { readonly dataset: Dataset; readonly notes: readonly string[] } {
  const { axis, written, steps } = cutting;
  const notes = [
    `Of each sample of ${dataset.name} the first ${steps} of ${counted(written, 'step')} are used.`,
  ];
  const inputs = firstAlong(dataset.inputs, [dataset.count, ...dataset.sampleShape], axis + 1, steps);
  const cut = { ...dataset, sampleShape: dataset.sampleShape.with(axis, steps), inputs };
  if (!target || !dataset.targets || sameShape(target.sampleShape, dataset.targetShape))
    return { dataset: cut, notes };
  const along = dataset.targetShape.findIndex((size, place) => size !== target.sampleShape[place]);
  const shape = dataset.targetShape;
  if (shape[along] === written && sameShape(shape.with(along, steps), target.sampleShape)) {
    const targets = firstAlong(dataset.targets, [dataset.count, ...shape], along + 1, steps);
    return { dataset: { ...cut, targets, targetShape: target.sampleShape }, notes };
  }
  notes.push('Their targets do not fit the shorter sequences, so random ones stand in.');
  return { dataset: { ...cut, targets: null, targetShape: [] }, notes };
}

/** The first `count` places along an axis of a row-major array. */
function firstAlong(values: Float64Array, shape: Shape, axis: number, count: number): Float64Array {
  const inner = sizeOf(shape.slice(axis + 1));
  const outer = sizeOf(shape.slice(0, axis));
  const before = (shape[axis] ?? 0) * inner;
  const kept = new Float64Array(outer * count * inner);
  for (let row = 0; row < outer; row += 1) {
    kept.set(values.subarray(row * before, row * before + count * inner), row * count * inner);
  }
  return kept;
}
