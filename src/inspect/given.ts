/** Weights and data from outside: they take the place of a network's own first values and of its probe. */
import { shapeText } from '../base/numbers';
import { inputsOf } from '../engine/probe';
import { batchFor } from '../graph/batchSizes';
import type { Dataset } from '../graph/dataset';
import { someOf, withWeights, type WithGiven } from '../graph/givenWeights';
import type { InputNode, Network, TargetNode } from '../graph/network';
import { wrongTarget } from '../graph/targetValues';
import type { NamedTensors } from '../readers/tensor-files/tensors';
import { filled, type Fill } from './fill';
import { sameShape, sizeOf, type Shape, type Tensor } from '../tensor/tensor';

/** Tensors from files; null where the network keeps its own. */
export interface Given {
  /** Values of every parameter and buffer by its name. */
  readonly weights: NamedTensors | null;
  /** The file that the weights come from, as people know it; absent: none. */
  readonly weightsFile?: string;
  /** A whole batch: `input` (or the first input's own name), further inputs by their names, and `target` when the loss has one. */
  readonly data: NamedTensors | null;
  /** A formula for all parameters and inputs, before anything is given; absent: they are drawn. */
  readonly fill?: { readonly by: Fill; readonly batch: number | null };
}

/** Nothing is given. */
export const nothingGiven: Given = { weights: null, data: null };

/** The input among given data: under the network's own name for it, else under `input`. */
export function inputOf(data: NamedTensors, name = 'input'): Tensor | undefined {
  return data.get(name) ?? data.get('input');
}

/** Puts given tensors in their places. */
export function withGiven(read: Network, { weights, weightsFile, data, fill }: Given): WithGiven {
  const network = fill ? filled(read, fill.by, fill.batch) : read;
  const weighted = weights
    ? withWeights(network, weights, weightsFile === undefined ? {} : { from: weightsFile })
    : { network, problems: [] };
  if (!data) return weighted;
  const fed = withData(weighted.network, data);
  return { network: fed.network, problems: [...weighted.problems, ...fed.problems] };
}

function withData(network: Network, data: NamedTensors): WithGiven {
  const nodes = inputsOf(network);
  const target = network.nodes.find((node) => node.kind === 'target');
  const refused = (problem: string): WithGiven => ({ network, problems: [problem] });
  const given = givenInputs(nodes, data);
  if (typeof given === 'string') return refused(given);
  const count = samplesIn(network, given, data.get('target'));
  if (count === 0) return refused('The given input holds no sample.');
  if (batchFor(network, count) !== count) {
    return refused(
      `${network.name} takes ${batchFor(network, count)} samples, the given input holds ${count}.`,
    );
  }
  for (const { tensor, node } of given) {
    if (node && !sameShape(tensor.shape, node.whole ? node.sampleShape : [count, ...node.sampleShape])) {
      return refused(misfit(tensor, node, count));
    }
    const stray = node && node.indexCount > 0 ? strayIndex(tensor, node.indexCount) : undefined;
    if (stray !== undefined) return refused(stray);
  }
  const targets = data.get('target');
  if (target && !targets) return refused(lacking('target', data));
  if (target && targets && targets.data.length !== count * sizeOf(target.sampleShape)) {
    return refused(targetMisfit(targets, count, target));
  }
  const wrong = target && targets ? wrongTarget(targets.data, target) : undefined;
  if (wrong !== undefined) return refused(wrong);
  const [inputs = new Float64Array(0), ...otherInputs] = given.map(({ tensor }) =>
    Float64Array.from(tensor.data),
  );
  const dataset: Dataset = {
    name: 'given data',
    count,
    sampleShape: given[0]?.node?.sampleShape ?? given[0]?.tensor.shape.slice(1) ?? [],
    ...{ inputs, otherInputs },
    targets: target && targets ? Float64Array.from(targets.data) : null,
    targetShape: target?.sampleShape ?? [],
    columns: [],
    training: Array.from({ length: count }, (_, index) => index),
    inOrder: true,
    testing: [],
    span: network.span,
  };
  return { network: { ...network, dataset, batch: count }, problems: [] };
}

/** A tensor that is given, and the input that it is for; none where the network has none. */
interface GivenInput {
  readonly tensor: Tensor;
  readonly node: InputNode | undefined;
}

/** What is given for every input, or what is missing. */
function givenInputs(nodes: readonly InputNode[], data: NamedTensors): readonly GivenInput[] | string {
  const [first, ...others] = nodes;
  const input = inputOf(data, first?.name);
  if (!input) return lacking('input', data);
  const given: GivenInput[] = [{ tensor: input, node: first }];
  for (const node of others) {
    const tensor = data.get(node.name);
    if (!tensor) return lacking(node.name, data);
    given.push({ tensor, node });
  }
  return given;
}

function lacking(name: string, data: NamedTensors): string {
  return `The given data lack the tensor ${name}; they hold ${someOf([...data.keys()])}.`;
}

/** How many samples are given: as many as the first input holds that has a batch axis, else the target. */
function samplesIn(network: Network, given: readonly GivenInput[], target: Tensor | undefined): number {
  const batched = given.find(({ node }) => !node?.whole);
  if (batched) return batched.tensor.shape[0] ?? 0;
  return target?.shape[0] ?? batchFor(network, network.batch ?? 1);
}

function misfit(given: Tensor, { sampleShape, name, whole }: InputNode, count: number): string {
  if (whole)
    return `${name} has the shape ${shapeText(sampleShape)}, the given one ${shapeText(given.shape)}.`;
  const [samples, ...shape] = given.shape;
  if (samples !== count) return `${name} is given ${samples ?? 0} samples, another input ${count}.`;
  return `${name} has samples of shape ${shapeText(sampleShape)}, the given input of ${shapeText(shape)}.`;
}

/** Where an input of indices holds something else, as a sentence. */
function strayIndex({ data }: Tensor, count: number): string | undefined {
  const place = data.findIndex((value) => !Number.isInteger(value) || value < 0 || value >= count);
  if (place === -1) return undefined;
  return `The input takes indices from 0 to ${count - 1}, the given input holds ${data[place] ?? NaN}.`;
}

function targetMisfit(targets: Tensor, count: number, { sampleShape }: TargetNode): string {
  const wanted: Shape = [count, ...sampleShape];
  return `The loss takes targets of shape ${shapeText(wanted)}, the given target has ${shapeText(targets.shape)}.`;
}
