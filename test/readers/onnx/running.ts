/** Reads models and runs their networks with the numbers of a case. */
import { initialParameters } from '../../../src/engine/parameters';
import { inputsOf, type Probe } from '../../../src/engine/probe';
import { runNetwork, type Trace } from '../../../src/engine/trace';
import type { Files } from '../../../src/base/source';
import type { Network } from '../../../src/graph/network';
import { noOverrides, type Overrides, type Reading } from '../../../src/readers/reader';
import { readSource } from '../../../src/readers/table';
import { referenceKernels } from '../../../src/tensor/reference';
import { sameShape, tensorOf, type Tensor } from '../../../src/tensor/tensor';

/** A tensor as the scripts in test/goldens write it. */
export interface PlainTensor {
  readonly shape: readonly number[];
  readonly type: 'float' | 'int32' | 'bool';
  readonly values: readonly (number | string)[];
}

/** Reads a model file. */
export function readModel(
  bytes: Uint8Array,
  overrides: Overrides = noOverrides,
  files: Files = new Map(),
): Reading {
  return readSource({ path: 'model.onnx', text: '', bytes }, files, overrides);
}

/** Runs a network in float64 on given inputs, whose first axis is the batch. */
export function run(
  network: Network,
  inputs: readonly PlainTensor[],
  training: boolean,
  loss: Network['loss'] = null,
): Trace {
  const kernels = referenceKernels('float64');
  const nodes = inputsOf(network);
  const given = nodes.map((node, place) => {
    const { shape = [], values = [] } = inputs[place] ?? {};
    const tensor = tensorOf(node.indexCount > 0 ? 'int32' : 'float64', shape, values.map(Number));
    return node.whole === true || sameShape(shape.slice(1), node.sampleShape) ? tensor : batchFirst(tensor);
  });
  const batch = network.fixedBatch ?? given.find((_, place) => nodes[place]?.whole !== true)?.shape[0] ?? 1;
  const probe: Probe = { batch, inputs: given, target: null };
  const parameters = initialParameters(network, 0, kernels);
  return runNetwork({ ...network, loss }, parameters, probe, {
    ...{ kernels, seed: 0, training },
    checkpoint: () => undefined,
  });
}

/** The second axis in front: what recurrent layers take has time first. */
function batchFirst({ elementType, shape, data }: Tensor): Tensor {
  const [time = 1, batch = 1, ...rest] = shape;
  const inner = rest.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: data.length }, (_, at) => {
    const [sample, step] = [Math.floor(at / (time * inner)), Math.floor(at / inner) % time];
    return data[(step * batch + sample) * inner + (at % inner)] ?? NaN;
  });
  return tensorOf(elementType, [batch, time, ...rest], values);
}
