/** Samples from the arrays of an npy, npz or safetensors file: the first axis counts the samples. */
import type { Bytes } from '../../base/byteSource';
import { counted, shapeText } from '../../base/numbers';
import { listed, nearest } from '../../base/words';
import type { Tensor } from '../../tensor/tensor';
import { readTensorFile } from '../tensor-files/table';
import type { NamedTensors } from '../tensor-files/tensors';
import type { Samples, Say } from './samples';

/** Which arrays of a file are inputs and targets, and what inputs are multiplied with. */
export interface TensorRequest {
  /** As the user wrote it: for messages. */
  readonly file: string;
  /** Null: the array called input, inputs, x, X or x_train, else the only one that is no target. */
  readonly input: string | null;
  readonly target: string | null;
  readonly scale: number;
}

const usualInputs = ['input', 'inputs', 'x', 'X', 'x_train'];

/** Whether a path names a file of tensors. */
export function isTensorPath(path: string): boolean {
  return /\.(?:npy|npz|safetensors)$/i.test(path);
}

/** Reads a file; null when nothing of it can be used, and then the reason has been said. */
export function readTensorSamples(bytes: Bytes, request: TensorRequest, say: Say): Samples | null {
  const tensors = readTensorFile(bytes);
  if ('problem' in tensors) return say.error(`${request.file} cannot be read: ${tensors.problem}.`);
  return samplesOfTensors(tensors, request, say);
}

/** The samples of some arrays; null when nothing of them can be used, and then the reason has been said. */
export function samplesOfTensors(tensors: NamedTensors, request: TensorRequest, say: Say): Samples | null {
  const { file, target: targetName, scale } = request;
  const target = targetName === null ? null : tensors.get(targetName);
  if (targetName !== null && !target) return say.error(noArray(file, targetName, tensors));
  const input = inputAmong(tensors, request, say);
  if (!input) return null;
  const [count, ...sampleShape] = input.shape;
  if (count === undefined || count === 0) return say.error(`${file} holds no sample.`);
  if (target && target.shape[0] !== count) {
    return say.error(
      `${file} has ${counted(count, 'sample')} and targets of shape ${shapeText(target.shape)}; one target for each is expected.`,
    );
  }
  const strange = notFiniteIn(input);
  if (strange > 0)
    say.warning(
      `${file} holds ${counted(strange, 'number')} that ${strange === 1 ? 'is' : 'are'} not finite.`,
    );
  return {
    count,
    sampleShape,
    inputs: Float64Array.from(input.data, (value) => value * scale),
    targets: target ? Float64Array.from(target.data) : null,
    targetShape: target?.shape.slice(1) ?? [],
    columns: [],
  };
}

function notFiniteIn({ data }: Tensor): number {
  let count = 0;
  data.forEach((value) => (count += Number.isFinite(value) ? 0 : 1));
  return count;
}

function inputAmong(tensors: NamedTensors, { file, input, target }: TensorRequest, say: Say): Tensor | null {
  if (input !== null) return tensors.get(input) ?? say.error(noArray(file, input, tensors));
  const usual = usualInputs.find((name) => tensors.has(name));
  const others = [...tensors].filter(([name]) => name !== target);
  const chosen =
    (usual === undefined ? undefined : tensors.get(usual)) ??
    (others.length === 1 ? others[0]?.[1] : undefined);
  if (chosen) return chosen;
  return say.error(
    `${file} holds the arrays ${namesIn(tensors)}; say which one is the input, for instance input: x.`,
  );
}

function noArray(file: string, name: string, tensors: NamedTensors): string {
  const best = nearest(name, [...tensors.keys()]);
  const hint = best === undefined ? `it has ${namesIn(tensors)}.` : `did you mean "${best}"?`;
  return `${file} has no array "${name}"; ${hint}`;
}

function namesIn(tensors: NamedTensors): string {
  const names = [...tensors.keys()].map((name) => (name === '' ? 'without a name' : name.slice(0, 40)));
  if (names.length === 0) return 'none';
  return names.length > 7 ? `${names.slice(0, 6).join(', ')} ... (${names.length} in all)` : listed(names);
}
