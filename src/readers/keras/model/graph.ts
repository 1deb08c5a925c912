/** A functional model: the calls between its inputs and its outputs, in order, to be made again with other tensors. */
import { callAt, nominalBatch } from '../../../graph/batchSizes';
import { fail } from '../../python/values/exceptions';
import type { Machine } from '../../python/values/machine';
import { spanOf } from '../../python/values/place';
import type { InstanceValue, Value } from '../../python/values/value';
import type { Content, Made } from '../../tensors/content';
import { recorderOf, type Recorder } from '../../tensors/recorder';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';
import { callLayer, withPlace } from '../layer/calling';
import { nameOf } from '../layer/state';
import { callBehind, inputBehind, isSymbolic, tensorsIn, withTensors, type LayerCall } from './symbolic';

/** One recorded call: that of a layer, or that of an op on symbolic tensors. */
type Step =
  { readonly kind: 'layer'; readonly call: LayerCall } | { readonly kind: 'op'; readonly made: Made };

/** The calls of a functional model. */
export interface FunctionalGraph {
  /** Symbolic tensors, in the order of the inputs. */
  readonly inputs: readonly TensorValue[];
  /** As the program gives them: a tensor, or a list, tuple or dict of them. */
  readonly inputStructure: Value;
  readonly outputs: Value;
  readonly steps: readonly Step[];
  /** The layers in Keras's order: by depth, and within one by when they were made. */
  readonly layers: readonly InstanceValue[];
}

/** What must be known before a tensor: the tensors that its call takes. */
function before(tensor: TensorValue): { readonly step: Step; readonly args: readonly TensorValue[] } | null {
  const call = callBehind(tensor);
  if (call) {
    const args = [...call.positional, ...(call.keywords?.values() ?? [])].flatMap((value) =>
      tensorsIn(value),
    );
    return { step: { kind: 'layer', call }, args: args.filter(isSymbolic) };
  }
  const { content } = tensor;
  if (content.kind !== 'placeholder' || !content.made) return null;
  const { made } = content;
  return { step: { kind: 'op', made }, args: made.args.filter(isSymbolic) };
}

/** The identity of a step. */
function keyOf(step: Step): object {
  return step.kind === 'layer' ? step.call : step.made;
}

/** Finds the calls between inputs and outputs. Raises Keras's ValueError where an output hangs on another input. */
export function functionalGraph(machine: Machine, inputStructure: Value, outputs: Value): FunctionalGraph {
  const inputs = tensorsIn(inputStructure);
  const known = new Set<Content>(inputs.map(({ content }) => content));
  const steps: Step[] = [];
  const done = new Set<object>();
  const open = [...tensorsIn(outputs)].reverse();
  while (open.length > 0) {
    machine.step();
    const tensor = open.at(-1);
    if (!tensor) break;
    const made = known.has(tensor.content) ? null : before(tensor);
    if (!made) {
      if (isSymbolic(tensor) && !known.has(tensor.content)) throw disconnected(machine, tensor);
      open.pop();
      continue;
    }
    const key = keyOf(made.step);
    const missing = made.args.filter((arg) => !known.has(arg.content) && !isDone(arg, done));
    if (done.has(key) || missing.length === 0) {
      open.pop();
      if (!done.has(key)) steps.push(made.step);
      done.add(key);
    } else open.push(...missing.toReversed());
  }
  return { inputs, inputStructure, outputs, steps, layers: layersOf(inputs, steps, outputs) };
}

function isDone(tensor: TensorValue, done: ReadonlySet<object>): boolean {
  const made = before(tensor);
  return made !== null && done.has(keyOf(made.step));
}

function disconnected(machine: Machine, tensor: TensorValue): Error {
  const name = inputBehind(tensor)?.name ?? 'a tensor';
  return fail(
    machine,
    'ValueError',
    `\`inputs\` not connected to \`outputs\`: ${name} is needed for an output and is not among the inputs.`,
  );
}

/** Layers by how far they are from the outputs, the farthest first (keras.src.ops.function.map_graph). */
function layersOf(
  inputs: readonly TensorValue[],
  steps: readonly Step[],
  outputs: Value,
): readonly InstanceValue[] {
  const depths = new Map<object, number>();
  const orders = new Map<InstanceValue, number>();
  const layerDepths = new Map<InstanceValue, number>();
  const deepen = (tensor: TensorValue, depth: number): void => {
    const made = before(tensor);
    const key =
      made && !inputs.some(({ content }) => content === tensor.content) ? keyOf(made.step) : tensor.content;
    depths.set(key, Math.max(depths.get(key) ?? 0, depth));
  };
  for (const tensor of tensorsIn(outputs)) deepen(tensor, 0);
  for (const step of steps.toReversed()) {
    const depth = depths.get(keyOf(step)) ?? 0;
    const args =
      step.kind === 'op'
        ? step.made.args
        : [...step.call.positional, ...(step.call.keywords?.values() ?? [])].flatMap((value) =>
            tensorsIn(value),
          );
    const own = step.kind === 'layer' ? Math.max(depth, layerDepths.get(step.call.layer) ?? 0) : depth;
    if (step.kind === 'layer') layerDepths.set(step.call.layer, own);
    for (const arg of args) if (isSymbolic(arg)) deepen(arg, own + 1);
  }
  for (const tensor of inputs) {
    const layer = inputBehind(tensor)?.layer;
    if (!layer) continue;
    layerDepths.set(layer, Math.max(depths.get(tensor.content) ?? 0, 0));
    orders.set(layer, orders.size);
  }
  for (const step of steps) {
    if (step.kind === 'layer' && !orders.has(step.call.layer)) orders.set(step.call.layer, orders.size);
  }
  return [...orders.keys()].sort(
    (a, b) =>
      (layerDepths.get(b) ?? 0) - (layerDepths.get(a) ?? 0) || (orders.get(a) ?? 0) - (orders.get(b) ?? 0),
  );
}

/** What symbolic tensors stand for now, and what calls of ops gave. */
interface Values {
  readonly tensors: Map<Content, TensorValue>;
  readonly ops: Map<Made, readonly TensorValue[]>;
}

/** Makes the calls again, with other tensors for the inputs. */
export function replay(machine: Machine, graph: FunctionalGraph, given: Value): Value {
  const recorder = recorderOf(machine);
  const values: Values = { tensors: new Map(), ops: new Map() };
  const tensors = inOrder(graph, given);
  for (const [index, symbol] of graph.inputs.entries()) {
    const tensor = tensors[index];
    if (!tensor) {
      const message = `Layer "functional" expects ${graph.inputs.length} input(s), but it received ${tensors.length} input tensors.`;
      throw fail(machine, 'ValueError', message);
    }
    values.tensors.set(symbol.content, tensor);
  }
  const mapped = (value: Value): Value => withTensors(value, (tensor) => now(recorder, values, tensor).value);
  for (const step of graph.steps) {
    if (step.kind === 'layer') again(machine, step.call, mapped, values);
    else compute(recorder, step.made, values);
  }
  return mapped(graph.outputs);
}

/** What is given in the order of the inputs: a dict goes by their names. */
function inOrder(graph: FunctionalGraph, given: Value): readonly TensorValue[] {
  if (given.kind !== 'dict') return tensorsIn(given);
  const { table } = given;
  const { inputStructure } = graph;
  if (inputStructure.kind === 'dict') {
    return [...inputStructure.table.entries()].flatMap(({ key }) => {
      const value = key.kind === 'str' ? table.getText(key.value) : undefined;
      return (value && tensorIn(value)) ?? [];
    });
  }
  return graph.inputs.flatMap((symbol) => {
    const value = table.getText(inputBehind(symbol)?.name ?? '');
    return (value && tensorIn(value)) ?? [];
  });
}

/** What a symbolic tensor stands for now. */
function now(recorder: Recorder, values: Values, symbol: TensorValue): TensorValue {
  const { content: own } = symbol;
  const made = own.kind === 'placeholder' && own.made ? values.ops.get(own.made) : undefined;
  const found = made?.[own.kind === 'placeholder' ? (own.output ?? 0) : 0] ?? values.tensors.get(own);
  if (!found) return symbol;
  const { flavour, dtype } = symbol;
  if (found.flavour === flavour && found.dtype === dtype) return found;
  const { shape, content, differentiable } = found;
  return recorder.make({ flavour, dtype, shape, content, differentiable });
}

/** Calls a layer again; names of layers and places are those of the program. */
function again(
  machine: Machine,
  { layer, positional, keywords, outcome, place }: LayerCall,
  mapped: (value: Value) => Value,
  values: Values,
): void {
  const args = positional.map(mapped);
  // What a recorded call says of training gives way to what the model is called with, as in Keras 3.
  const said = [...(keywords ?? [])].filter(([name]) => name !== 'training');
  const named = new Map(said.map(([name, value]) => [name, mapped(value)] as const));
  const at = place && spanOf(place);
  nameOf(machine, layer);
  const result = withPlace(recorderOf(machine), at, () => callLayer(machine, layer, args, named));
  const results = tensorsIn(result);
  for (const [index, symbol] of tensorsIn(outcome).entries()) {
    const tensor = results[index];
    if (tensor) values.tensors.set(symbol.content, tensor);
  }
}

/** Computes an op again, with the batch that is being run where its attributes hold the nominal one. */
function compute(recorder: Recorder, made: Made, values: Values): void {
  const args = made.args.map((arg) => now(recorder, values, arg));
  const batch = args.find((arg) => arg.content.kind === 'graph')?.shape?.[0] ?? nominalBatch;
  const call = callAt({ call: made.call, scalesWithBatch: true }, batch);
  const [first] = made.args;
  if (!first) return;
  const at = made.place && spanOf(made.place);
  const results = withPlace(recorder, at, () => recorder.applyAll(call, args, { flavour: first.flavour }));
  values.ops.set(made, results);
}
