/** From a module of the program to a network: its forward runs on inputs without numbers, and what it computes is recorded. */
import type { Problem } from '../../base/problem';
import type { Span } from '../../base/span';
import { networkBuilder, nominalBatch, type NetworkBuilder } from '../../graph/builder';
import type { AddedLoss } from '../../graph/loss';
import type { Framework, Network, Value as GraphValue } from '../../graph/network';
import type { Failure, Program } from '../python/read/program';
import type { Outcome } from '../python/read/sites';
import type { Machine } from '../python/values/machine';
import { unwrap } from '../python/values/classes';
import { unknownCallKey, type UnknownCall } from '../python/values/unknown';
import type { InstanceValue, UnknownValue, Value } from '../python/values/value';
import { isFloating } from '../tensors/elementTypes';
import { recorderOf, type Recorder } from '../tensors/recorder';
import { tensorIn, type Flavour, type TensorValue } from '../tensors/tensorValue';
import { Tracing, type Subject } from '../tensors/tracing';
import { inputOf, type InputWords } from './inputs';
import { addOutputLoss, type LossOrder } from './outputLoss';
import { spanOf } from '../python/values/place';

/** What a framework says of its modules for one of them to be traced. */
export interface TracedFramework {
  readonly name: Framework;
  /** The tensors that it is given. */
  readonly flavour: Flavour;
  /** What the module holds; also gives every part of it its scope. */
  readonly subjectOf: (program: Program, module: InstanceValue) => Subject;
  /** Calls the module with the inputs. */
  readonly call: (program: Program, module: InstanceValue, inputs: readonly Value[]) => Outcome;
  /** Whether its kernels have their outputs on the last axis. */
  readonly outputsLast?: true;
  /** Its word for what is called: `forward`. */
  readonly callWord: string;
  /** Adds a loss of the framework's own over the outputs; null: by the order and by the shapes of the outputs. */
  readonly addLoss?: (
    machine: Machine,
    builder: NetworkBuilder,
    outputs: readonly GraphValue[],
    order: TraceOrder,
  ) => AddedLoss | null;
}

/** What is to be traced, and how. */
export interface TraceOrder extends Omit<LossOrder, 'vocabulary'> {
  readonly framework: TracedFramework;
  readonly module: InstanceValue;
  readonly name: string;
  /** The inputs in the order of forward's parameters. */
  readonly inputs: readonly InputWords[];
  /** Shapes of what is not understood, by line of the source (zero-based), in the words of directives. */
  readonly shapes: ReadonlyMap<number, string>;
  /** Null: the batch stays open, and multiples of the nominal one in attributes stand for multiples of it. */
  readonly batch: number | null;
}

/** A network, or the exception that forward raised, with what had been traced until then. */
export interface Traced {
  readonly network: Network;
  readonly problems: readonly Problem[];
  readonly failure: Failure | null;
}

/** Runs forward once and records it. Nothing of it stays in the program but what forward itself assigns. */
export function trace(program: Program, order: TraceOrder): Traced {
  const { machine } = program;
  const recorder = recorderOf(machine);
  const problems: Problem[] = [];
  const batch = order.batch ?? nominalBatch;
  const builder = networkBuilder(
    (problem) => problems.push(problem),
    order.batch === null ? { batchInAttributes: true } : { batch },
  );
  const tracing = new Tracing(machine, builder, order.framework.subjectOf(program, order.module));
  recorder.tracing = tracing;
  // What the program switched off while it was read does not hold for what is looked at here.
  const before = recorder.gradEnabled;
  recorder.gradEnabled = true;
  tracing.standIn = () => standIn(program, recorder, builder, order, batch);
  machine.keep.set(unknownCallKey, greyCall);
  try {
    const { flavour } = order.framework;
    const inputs = order.inputs.map((words, index) => {
      const usual = index === 0 ? 'input' : `input${index + 1}`;
      const name = words.kind === 'input' ? (words.name ?? usual) : usual;
      return inputValue({ recorder, builder, flavour, batch }, words, name, order.span);
    });
    const outcome = order.framework.call(program, order.module, inputs);
    const failure = 'failure' in outcome ? outcome.failure : null;
    const outputs = 'value' in outcome ? tensorsIn(outcome.value) : [];
    const values = outputs.flatMap((tensor) => graphValue(recorder, tensor));
    tracing.addUnused();
    const network = finished(machine, builder, order, values, failure !== null);
    const lost = 'value' in outcome ? lostOutputs(outcome.value, values.length, order) : [];
    return { network, problems: [...problems, ...lost, ...greyNodes(network, order)], failure };
  } finally {
    recorder.tracing = null;
    recorder.gradEnabled = before;
  }
}

/** Where inputs go. */
interface Feeding {
  readonly recorder: Recorder;
  readonly builder: NetworkBuilder;
  readonly flavour: Flavour;
  readonly batch: number;
}

/** An input of forward: a node of the network, or a value of the program. */
function inputValue(
  { recorder, builder, flavour, batch }: Feeding,
  words: InputWords,
  name: string,
  span: Span,
): Value {
  if (words.kind === 'value') return words.value(recorder);
  const { shape, indexCount, dtype } = words;
  const [first = 1, ...sample] = shape;
  const whole = words.whole || shape.length === 0;
  const value = builder.input(name, whole ? shape : sample, span, indexCount, whole);
  if (words.isBound) recorder.tracing?.bounds.set(value, indexCount);
  const sizes = whole ? shape : [batch === nominalBatch ? nominalBatch : first, ...sample];
  return recorder.make({
    flavour,
    shape: sizes,
    dtype,
    content: { kind: 'graph', value },
    differentiable: false,
  }).value;
}

/** What stands in for something that is not understood, where a comment on its line says its shape: one more input of the network. */
function standIn(
  program: Program,
  recorder: Recorder,
  builder: NetworkBuilder,
  { shapes, inputs, framework: { flavour } }: TraceOrder,
  batch: number,
): TensorValue | null {
  if (shapes.size === 0) return null;
  const [first] = inputs.flatMap((input) => (input.kind === 'input' ? [input.shape[0] ?? 1] : []));
  for (const { place } of program.machine.trace().toReversed()) {
    if (place.file !== program.main.file) continue;
    const { lineno, end_lineno: last = lineno } = place.node;
    for (let line = lineno; line <= last; line += 1) {
      const said = shapes.get(line - 1);
      const words = said === undefined ? said : inputOf(said, first ?? null);
      if (words === undefined || typeof words === 'string') continue;
      return (
        tensorIn(inputValue({ recorder, builder, flavour, batch }, words, `line ${line}`, spanOf(place))) ??
        null
      );
    }
  }
  return null;
}

/** The tensors in what forward gives: itself, or those in tuples, lists, dicts and objects with logits. */
export function tensorsIn(value: Value, depth = 0): readonly TensorValue[] {
  if (depth > 6) return [];
  const tensor = tensorIn(value);
  if (tensor) return [tensor];
  const logits = value.kind === 'instance' ? value.attributes.get('logits') : undefined;
  if (logits && tensorIn(logits)) return tensorsIn(logits, depth + 1);
  return partsOf(value).flatMap((part) => tensorsIn(part, depth + 1));
}

/** The values in a tuple, a list or a dict, or the attributes of an object. */
function partsOf(value: Value): readonly Value[] {
  const plain = unwrap(value);
  if (plain.kind === 'tuple' || plain.kind === 'list') return plain.items;
  if (plain.kind === 'dict') return [...plain.table.entries()].map((entry) => entry.value);
  return value.kind === 'instance' ? [...value.attributes.values()] : [];
}

/** The first value within what forward gives that is not known. */
function unknownIn(value: Value, depth = 0): UnknownValue | undefined {
  if (value.kind === 'unknown') return value;
  if (depth > 6) return undefined;
  for (const part of partsOf(value)) {
    const found = unknownIn(part, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function graphValue(recorder: Recorder, tensor: TensorValue): readonly GraphValue[] {
  return isFloating(tensor.dtype) ? [recorder.valueOf(tensor)] : [];
}

/** A call of something that is not known gives a grey node where it is given tensors. */
const greyCall: UnknownCall = (machine, callee, positional, keywords) => {
  const tensors = [...positional, ...(keywords?.values() ?? [])].flatMap((value) => tensorIn(value) ?? []);
  const recorder = recorderOf(machine);
  const [first] = tensors;
  return recorder.tracing && first ? recorder.opaque(callee, tensors, first.flavour).value : undefined;
};

/** A forward that gives nothing that a loss could be taken of. */
function lostOutputs(value: Value, count: number, { span, framework }: TraceOrder): readonly Problem[] {
  if (count > 0) return [];
  const cause = unknownIn(value);
  const reason = cause?.message ?? 'It gives no tensor of floating-point numbers.';
  const place = cause?.place ? spanOf(cause.place) : span;
  return [
    { severity: 'warning', message: `What ${framework.callWord} gives is not known. ${reason}`, span: place },
  ];
}

/** What is not understood, once for each cause and place. */
function greyNodes({ nodes }: Network, { shapes }: TraceOrder): readonly Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap((node): Problem[] => {
    if (node.kind !== 'opaque') return [];
    const key = `${node.span.path}:${node.span.start.line}:${node.reason}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const isSaid = shapes.has(node.span.start.line);
    const hint = isSaid
      ? 'Numbers of the shape in the comment stand in for it.'
      : 'A comment on its line can say its shape: # backprop-lens: shape=1,64,28,28.';
    const message = `${node.reason} No gradient is computed through it. ${hint}`;
    return [{ severity: 'warning', message, span: node.span }];
  });
}

function vocabularyOf({ inputs: [first] }: TraceOrder): number {
  return first?.kind === 'input' ? first.indexCount : 0;
}

function finished(
  machine: Machine,
  builder: NetworkBuilder,
  order: TraceOrder,
  outputs: readonly GraphValue[],
  failed: boolean,
): Network {
  const added =
    failed || outputs.length === 0
      ? null
      : (order.framework.addLoss?.(machine, builder, outputs, order) ??
        addOutputLoss(builder, outputs, { ...order, vocabulary: vocabularyOf(order) }));
  return builder.finish({
    name: order.name,
    span: order.span,
    outputs,
    loss: added?.loss ?? null,
    dataset: null,
    seed: 0,
    batch: null,
    ignore: [],
    framework: order.framework.name,
    ...(order.framework.outputsLast && { outputsLast: true }),
  });
}
