/** Weights and data from outside: they take the place of a network's own first values and of its probe. */
import { shapeText } from '../base/numbers';
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
  /** A whole batch: `input` (or the input's own name), and `target` when the loss has one. */
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
export function withGiven(read: Network, { weights, data, fill }: Given): WithGiven {
  const network = fill ? filled(read, fill.by, fill.batch) : read;
  const weighted = weights ? withWeights(network, weights) : { network, problems: [] };
  if (!data) return weighted;
  const fed = withData(weighted.network, data);
  return { network: fed.network, problems: [...weighted.problems, ...fed.problems] };
}

function withData(network: Network, data: NamedTensors): WithGiven {
  const input = network.nodes.find((node) => node.kind === 'input');
  const target = network.nodes.find((node) => node.kind === 'target');
  const given = inputOf(data, input?.name);
  const refused = (problem: string): WithGiven => ({ network, problems: [problem] });
  if (!given) return refused(`The given data lack the tensor input; they hold ${someOf([...data.keys()])}.`);
  const [count, ...sampleShape] = given.shape;
  if (count === undefined || count === 0) return refused('The given input holds no sample.');
  if (input && !sameShape(sampleShape, input.sampleShape)) return refused(misfit(given, input));
  const stray = input && input.indexCount > 0 ? strayIndex(given, input.indexCount) : undefined;
  if (stray !== undefined) return refused(stray);
  const targets = data.get('target');
  if (target && !targets) {
    return refused(`The given data lack the tensor target; they hold ${someOf([...data.keys()])}.`);
  }
  if (target && targets && targets.data.length !== count * sizeOf(target.sampleShape)) {
    return refused(targetMisfit(targets, count, target));
  }
  const wrong = target && targets ? wrongTarget(targets.data, target) : undefined;
  if (wrong !== undefined) return refused(wrong);
  const dataset: Dataset = {
    name: 'given data',
    count,
    sampleShape,
    inputs: Float64Array.from(given.data),
    targets: target && targets ? Float64Array.from(targets.data) : null,
    targetShape: target?.sampleShape ?? [],
    columns: [],
    training: Array.from({ length: count }, (_, index) => index),
    testing: [],
    span: network.span,
  };
  return { network: { ...network, dataset, batch: count }, problems: [] };
}

function misfit(given: Tensor, { sampleShape, name }: InputNode): string {
  return `${name} has samples of shape ${shapeText(sampleShape)}, the given input of ${shapeText(given.shape.slice(1))}.`;
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
