/** Builds the network that the fields of a file describe. */
import { counted } from '../../base/numbers';
import type { Files } from '../../base/source';
import type { Span } from '../../base/span';
import { networkBuilder, type NetworkBuilder } from '../../graph/builder';
import type { Dataset } from '../../graph/dataset';
import { withWeights } from '../../graph/givenWeights';
import { addLoss, signedLosses, type LossCall } from '../../graph/loss';
import type { BufferNode, Network, ParameterNode, TargetNode, Value } from '../../graph/network';
import { shownPath } from './besides';
import { findData, type FoundData } from './data/find';
import type { ReadFields } from './fields';
import type { fileFields } from './fileFields';
import { withSampleShape, withTargets } from './data/fit';
import { indexCountOf, withIndices } from './layers/indexInput';
import { addLayers, longestName, type AddedLayers } from './layers/nodes';
import { defaultLoss } from './losses/table';
import type { Report } from './report';
import { trainingOf } from './trainFields';
import { weightFilesOf, type WeightFiles } from './weightFiles';
import { shortened, type Range } from './written';

/** The fields of a file, as far as they could be read. */
export type FileRead = ReadFields<typeof fileFields>;

/** A network, and the files that must be given before its data can be read. */
export interface Built {
  readonly network: Network;
  readonly needs: readonly string[];
}

/** Builds the network; `fallbackName` is the file's name, `whole` the range of the whole file. */
export function buildNetwork(
  read: FileRead,
  fallbackName: string,
  whole: Range,
  files: Files,
  report: Report,
): Built {
  const builder = networkBuilder((problem) => {
    report.problem(problem);
  });
  const seed = read.seed?.value ?? 0;
  const found = dataOf(read, files, seed, report);
  const { input, dataset } = addInput(read, found, whole, builder, report);
  const weightFiles = weightFilesOf(files, report);
  const { output, find } = addLayers(read.layers?.value ?? [], input, builder, report, weightFiles);
  const { loss, dataset: fitted } = addLossOf(read, { output, find }, dataset, whole, builder, report);
  const network = builder.finish({
    name: shortened(read.name?.value ?? fallbackName, longestName),
    span: report.span(whole),
    outputs: [output],
    loss,
    dataset: fitted,
    seed,
    batch: read.batch?.value ?? null,
    training: read.train ? trainingOf(read.train, report) : null,
    ignore: read.ignore?.value ?? [],
  });
  const weighted = withWeightsOf(read, network, weightFiles, report);
  return { network: weighted, needs: [...new Set([...found.needs, ...weightFiles.needs()])] };
}

/** The network with the weights of the file that the field `weights` names. */
function withWeightsOf(
  { weights }: FileRead,
  network: Network,
  weightFiles: WeightFiles,
  report: Report,
): Network {
  if (!weights) return network;
  const { value: path, range } = weights;
  const tensors = weightFiles.tensors(path, range);
  if (typeof tensors === 'string') return network;
  if (tensors.has('')) {
    report.error(
      'The weights of a whole network need names, as safetensors and npz files have them; this file holds one array without a name.',
      range,
    );
    return network;
  }
  const weighted = withWeights(network, tensors, {
    ...{ keeps: statesNumbers, written: report.span(range) },
    from: shownPath(path),
  });
  for (const problem of weighted.problems) report.error(problem, range);
  return weighted.network;
}

/** What stands in a layer as numbers is nearer than the file. */
function statesNumbers(node: ParameterNode | BufferNode): boolean {
  const { name } = node.initialisation;
  return node.kind === 'parameter' && node.written !== null && (name === 'values' || name === 'constant');
}

function dataOf(read: FileRead, files: Files, seed: number, report: Report): FoundData {
  const request = read.data?.value.result;
  return request ? findData(request, files, seed, report) : { dataset: null, needs: [] };
}

/** The input in the written shape, else in the shape of the data, else unknown. */
function addInput(
  read: FileRead,
  { dataset, needs }: FoundData,
  whole: Range,
  builder: NetworkBuilder,
  report: Report,
): { readonly input: Value; readonly dataset: Dataset | null } {
  const { input: written, data } = read;
  const indexCount = indexCountOf(read.layers?.value ?? []);
  if (written) {
    const shape = written.value;
    const place = data?.range ?? written.range;
    const shaped = dataset && withSampleShape(dataset, shape, place, report);
    const fitted = shaped && withIndices(shaped, indexCount, place, report);
    if (data && !fitted && needs.length === 0) assumeRandom(builder, report, data.range, indexCount);
    const span = report.span(written.range);
    return { input: builder.input('input', shape, span, indexCount), dataset: fitted };
  }
  if (dataset) {
    const { sampleShape, span } = dataset;
    const fitted = withIndices(dataset, indexCount, data?.range ?? whole, report);
    if (data && !fitted) assumeRandom(builder, report, data.range, indexCount);
    return { input: builder.input('input', sampleShape, span, indexCount), dataset: fitted };
  }
  const reason = read.layers
    ? 'The shape of one sample is not known; write for instance input: [64].'
    : 'There are no layers that can be read.';
  const range = data?.range ?? { start: whole.start, end: Math.min(whole.end, whole.start + 1) };
  // Data that cannot be read have been reported; a circuit has no input.
  if (!data && read.layers) report.error(reason, range);
  return { input: builder.opaque(reason, [], null, report.span(range)), dataset: null };
}

function assumeRandom(builder: NetworkBuilder, report: Report, range: Range, indexCount: number): void {
  const inputs = indexCount > 0 ? 'random indices' : 'standard normal inputs';
  builder.assume({
    about: 'data',
    message: `Since the data cannot be used, the network is tried on ${inputs} and random targets.`,
    span: report.span(range),
  });
}

function addLossOf(
  read: FileRead,
  { output, find }: AddedLayers,
  dataset: Dataset | null,
  whole: Range,
  builder: NetworkBuilder,
  report: Report,
): { readonly loss: Network['loss']; readonly dataset: Dataset | null } {
  const range = read.loss?.range ?? { start: whole.start, end: Math.min(whole.end, whole.start + 1) };
  const span = report.span(range);
  const written = read.loss?.value.result;
  const { call, targets, others } = written ?? defaultLoss;
  const predictions = [output, ...others.map((each) => find(each.value, each.range))];
  const known = predictions.filter((each) => each !== undefined);
  const complete = known.length === predictions.length;
  const { loss, target } = complete
    ? addLoss(builder, call, known, span, targets)
    : { loss: null, target: null };
  if (loss && target && call.op === 'cross-entropy') assumeClassAxis(call, target, builder, span);
  if (!written && loss) {
    const why = read.loss ? 'The loss cannot be read' : 'The file names no loss';
    builder.assume({
      about: 'loss',
      message: `${why}, so output-energy is used: the sum over the outputs of the mean of their squares.`,
      span: read.loss ? span : null,
    });
  }
  if (!dataset || !target) return { loss, dataset };
  const request = read.data?.value.result;
  const targetsRange = request && request.kind !== 'set' ? request.targets?.range : undefined;
  const dataRange = targetsRange ?? read.data?.range ?? range;
  const fitted = withTargets(dataset, target, signedLosses.has(loss?.name ?? ''), dataRange, report);
  if (!fitted.targets) {
    builder.assume({
      about: 'targets',
      message: 'The data give no targets that the loss can use, so random ones stand in.',
      span: report.span(dataRange),
    });
  }
  return { loss, dataset: fitted };
}

/** Scores of several places have their classes where PyTorch has them, unless the file says another axis: not always where they were meant. */
function assumeClassAxis(call: LossCall, target: TargetNode, builder: NetworkBuilder, span: Span): void {
  if (target.meaning !== 'classes' || target.sampleShape.length === 0 || 'axis' in call.attributes) return;
  builder.assume({
    about: 'targets',
    message: `The ${counted(target.classCount, 'class', 'classes')} are taken to lie on the axis behind the samples, as in PyTorch; axis: -1 takes the last one.`,
    span,
  });
}
