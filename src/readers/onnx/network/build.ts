/** From the graph of a file to a network: once with the batch left open, and where that does not hold with the batch of the file. */
import type { Problem } from '../../../base/problem';
import { fileStart, type Span } from '../../../base/span';
import { networkBuilder, type NetworkBuilder } from '../../../graph/builder';
import { nominalBatch } from '../../../graph/batchSizes';
import type { Network, Value } from '../../../graph/network';
import { isFloat, type Tensor } from '../../../tensor/tensor';
import type { Overrides } from '../../reader';
import { TensorFileError } from '../../tensor-files/tensors';
import { readTensor, type ExternalData } from '../format/elements';
import type { GraphMessage, ModelMessage, NodeMessage } from '../format/messages';
import { attentionModules, layerScopes } from '../record/naming';
import { Unspellable, type Operand, type Stored } from '../record/operands';
import { Recording } from '../record/recording';
import { planInputs, type InputPlan, type InputsPlan } from './inputs';
import { addFileLoss } from './loss';
import { ordered } from './order';
import { withPatterns } from './patterns/table';
import { recurrentWeightNodes } from './recurrentWeights';
import { tiedMatrices } from './tiedMatrices';
import { sayTrained } from './trainedWords';
import { spellNodes } from './spell';

/** What a network is built of. */
export interface BuildOrder {
  readonly path: string;
  readonly model: ModelMessage;
  readonly graph: GraphMessage;
  readonly version: number;
  readonly external: ExternalData;
  readonly overrides: Overrides;
}

/** A network and what was not understood of it; null where there is nothing to compute. */
export interface Built {
  readonly network: Network | null;
  readonly problems: readonly Problem[];
}

/** Tensors of the file by their names; those that cannot be read are missing. */
interface StoredTensors {
  readonly operands: ReadonlyMap<string, Operand>;
  /** Matrices that are others turned round. */
  readonly twins: ReadonlyMap<Tensor, Stored>;
  readonly problems: readonly string[];
}

/** Builds the network of a graph. */
export function buildNetwork(order: BuildOrder): Built {
  const stored = storedTensors(order);
  const open = attempt(order, stored, false);
  if (open.baked === null || faults(open) === 0) return open;
  const fixed = attempt(order, stored, true);
  return faults(fixed) < faults(open) ? fixed : open;
}

/** How much stands in the way of a gradient. */
function faults({ network, problems }: Built): number {
  const weights = { error: 2, warning: 1, information: 0 } as const;
  const said = problems.reduce((sum, { severity }) => sum + weights[severity], 0);
  const grey = network?.nodes.filter(({ kind }) => kind === 'opaque').length ?? 0;
  return said + grey + (network?.loss == null ? 1 : 0);
}

function storedTensors({ graph, external }: BuildOrder): StoredTensors {
  const operands = new Map<string, Stored>();
  const problems: string[] = [];
  for (const message of graph.initialisers) {
    try {
      const tensor = readTensor(message, external);
      if (tensor) operands.set(message.name, { kind: 'stored', name: message.name, tensor });
    } catch (error) {
      if (!(error instanceof TensorFileError)) throw error;
      if (problems.length < 20) problems.push(`It cannot be read whole: ${error.message}.`);
    }
  }
  return { operands, twins: tiedMatrices([...operands.values()]), problems };
}

interface Attempt extends Built {
  /** The batch that the file has. */
  readonly baked: number | null;
}

function attempt(order: BuildOrder, stored: StoredTensors, fixed: boolean): Attempt {
  const { graph, path, version } = order;
  const span = fileStart(path);
  const problems: Problem[] = [];
  const say = (severity: Problem['severity'], message: string): void =>
    void problems.push({ severity, message, span });
  const plan = planInputs(graph, order.overrides.sampleShape, fixed);
  const { nodes: all, problems: disorder } = ordered(graph);
  const nodes = withPatterns(all, graph);
  for (const message of [...stored.problems, ...plan.problems, ...disorder]) say('error', message);
  const { baked } = plan;
  const builder = networkBuilder(
    (problem) => problems.push(problem),
    fixed && baked !== null ? { batch: baked } : { batchInAttributes: true },
  );
  const names = { scopes: layerScopes(nodes), twins: stored.twins, attentions: attentionModules(graph) };
  const record = new Recording(builder, span, names);
  const operands = new Map(stored.operands);
  addInputs(builder, record, plan, operands, span);
  const outputNames = new Set(graph.outputs.map(({ name }) => name));
  problems.push(
    ...spellNodes({
      ...{ nodes, record, version, operands, span },
      bakedBatch: fixed ? null : baked,
      outputs: outputNames,
      weightNodes: recurrentWeightNodes(nodes, graph),
    }),
  );
  const outputs = outputsOf(graph, operands, record, (message) => say('error', message));
  sayTrained(builder, record, stored.twins, span);
  if (outputs.length > 0 && !outputs.some((value) => isFloatOrGrey(builder, value))) {
    say('warning', 'The graph gives no floating-point numbers, so there is no gradient.');
  }
  if (builder.layerCount === 0 && outputs.length === 0) return { network: null, problems, baked };
  return {
    network: finished(order, builder, outputs, plan, nodes, fixed ? (baked ?? nominalBatch) : nominalBatch),
    problems,
    baked,
  };
}

/** Input nodes, with the batch in front, and where the file has it elsewhere the axes turned. */
function addInputs(
  builder: NetworkBuilder,
  record: Recording,
  { inputs }: InputsPlan,
  operands: Map<string, Operand>,
  span: Span,
): void {
  for (const input of inputs) {
    const { name, shape, batchAxis, indexCount } = input;
    const whole = batchAxis === null;
    const sizes = whole ? shape : shape.toSpliced(batchAxis, 1);
    const value = builder.input(name, sizes, span, indexCount, whole);
    const type = builder.typeOf(value);
    if (!type) continue;
    record.begin(inputNode);
    const wired: Operand = { kind: 'wired', value, type };
    const placed =
      batchAxis === null || batchAxis === 0
        ? wired
        : record.apply({ op: 'move-axes', attributes: { sources: [0], destinations: [batchAxis] } }, [wired]);
    operands.set(
      name,
      input.computed === 'bool'
        ? record.apply({ op: 'cast', attributes: { elementType: 'bool' } }, [placed])
        : placed,
    );
    for (const message of input.assumptions) builder.assume({ about: 'input', message, span });
  }
}

const inputNode: NodeMessage = {
  name: '',
  operator: 'Input',
  domain: '',
  inputs: [],
  outputs: [],
  attributes: new Map(),
};

/** What the graph gives, in its order. */
function outputsOf(
  { outputs }: GraphMessage,
  operands: ReadonlyMap<string, Operand>,
  record: Recording,
  say: (message: string) => void,
): readonly Value[] {
  if (outputs.length === 0) say('The graph gives nothing.');
  return outputs.flatMap(({ name }) => {
    const operand = operands.get(name);
    if (!operand) say(`Nothing gives the output "${name}".`);
    try {
      return operand ? [record.valueOf(operand)] : [];
    } catch (error) {
      if (!(error instanceof Unspellable)) throw error;
      say(`The output "${name}" cannot be had: ${error.message}`);
      return [];
    }
  });
}

function finished(
  { path, graph, model, overrides }: BuildOrder,
  builder: NetworkBuilder,
  values: readonly Value[],
  { inputs, baked }: InputsPlan,
  nodes: readonly NodeMessage[],
  batch: number,
): Network {
  const span = fileStart(path);
  const floats = values.filter((value) => isFloatOrGrey(builder, value));
  const known = floats.filter((value) => builder.typeOf(value) !== null);
  if (baked !== null && baked !== nominalBatch) {
    const message = `The file is written for batches of ${baked}; other batches are taken as well where its graph holds for them.`;
    builder.assume({ about: 'input', message, span });
  }
  const head = nodes.find(({ outputs: names }) => names[0] === graph.outputs[0]?.name)?.operator ?? null;
  const vocabulary = firstCount(inputs);
  const added =
    known.length === 0 || known.length < floats.length
      ? null
      : addFileLoss(builder, floats, { asked: overrides.loss, head, vocabulary, batch, span });
  return builder.finish({
    name: graph.name === '' ? model.producer || 'model' : graph.name,
    span,
    outputs: values,
    loss: added?.loss ?? null,
    dataset: null,
    seed: 0,
    batch: null,
    ignore: [],
  });
}

function isFloatOrGrey(builder: NetworkBuilder, value: Value): boolean {
  const type = builder.typeOf(value);
  return type === null || isFloat(type.elementType);
}

function firstCount([first]: readonly InputPlan[]): number {
  return first?.computed === 'int32' ? first.indexCount : 0;
}
