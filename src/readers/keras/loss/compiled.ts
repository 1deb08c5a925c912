/** The loss that compile was told, computed of what a model gives. */
import type { NetworkBuilder } from '../../../graph/builder';
import { addLoss, type AddedLoss, type LossCall, type TargetOptions } from '../../../graph/loss';
import type { Value as GraphValue } from '../../../graph/network';
import type { Span } from '../../../base/span';
import type { OpCall } from '../../../ops/table';
import type { TraceOrder } from '../../program/trace';
import type { Machine } from '../../python/values/machine';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { fieldOf, recordName } from '../outside/records';
import { nameOf, stateOf } from '../layer/state';
import { callBehind, tensorsIn } from '../model/symbolic';
import { ownLoss, ownLossName } from './ownLoss';
import { lossNamed, lossOfFunction, type FoundLoss } from './table';

/** The loss of a value that compile takes: a word, a function, an object; null where it is none of ours. */
function lossIn(value: Value | undefined): FoundLoss | null {
  if (!value) return null;
  const row =
    value.kind === 'str'
      ? lossNamed.get(value.value)
      : (lossOfFunction(value) ?? lossNamed.get(recordName(value) ?? ''));
  return row ? { row, options: value } : null;
}

/** Adds the losses of compile over the outputs, their sum where there are several; null where compile names none that is known. */
export function addCompiledLoss(
  machine: Machine,
  builder: NetworkBuilder,
  outputs: readonly GraphValue[],
  order: TraceOrder,
): AddedLoss | null {
  if (order.isAsked) return null;
  const { compiled, names } = saidOf(machine, order);
  if (!compiled || compiled.kind === 'none') return byActivation(builder, outputs, order);
  const span = order.lossSpan ?? order.span;
  const found = outputs.map((output, place) => {
    const said = lossAt(compiled, names[place], place, outputs.length);
    return lossIn(said) ?? lossBehind(machine, builder, said, output, span);
  });
  const added: AddedLoss[] = [];
  for (const [place, output] of outputs.entries()) {
    const one = found[place];
    if (!one) continue;
    const made = addOne(builder, one, output, span);
    if (made.loss) added.push(made);
  }
  const [first, ...rest] = added;
  if (!first?.loss || rest.length === 0) return first ?? null;
  let sum: GraphValue = { node: first.loss.node, output: 0 };
  for (const { loss } of rest) {
    if (loss)
      sum = builder.op({ op: 'add', attributes: {} }, [sum, { node: loss.node, output: 0 }], null, span);
  }
  return { ...first, loss: { ...first.loss, node: sum.node } };
}

/** What stands in for a loss that the program writes itself, and why. */
function lossBehind(
  machine: Machine,
  builder: NetworkBuilder,
  said: Value | undefined,
  output: GraphValue,
  span: Span,
): FoundLoss | null {
  const name = said ? ownLossName(said) : null;
  const shape = builder.typeOf(output)?.shape;
  if (!said || name === null || !shape) return null;
  const found = ownLoss(machine, said, shape);
  const node = builder.nodeOf(output);
  const op = node?.kind === 'op' ? node.call.op : null;
  const usual = lossNamed.get(usualLosses.get(op ?? '') ?? 'mean_squared_error');
  const taken = found ?? (usual ? { row: usual, options: none } : null);
  if (!taken) return null;
  const message = found
    ? `The program's own loss ${name} compares by ${taken.row.name}, which is taken; what else it does is not followed.`
    : `The program's own loss ${name} is not followed; ${taken.row.name} is taken in its place.`;
  builder.assume({ about: 'loss', message, span });
  return taken;
}

/** The loss that suits an activation at the end. */
const usualLosses: ReadonlyMap<string, string> = new Map([
  ['softmax', 'categorical_crossentropy'],
  ['sigmoid', 'binary_crossentropy'],
]);

/** Where nothing says what the loss is: the one that suits the activation of the only output. */
function byActivation(
  builder: NetworkBuilder,
  outputs: readonly GraphValue[],
  { span }: TraceOrder,
): AddedLoss | null {
  const [output] = outputs;
  if (!output || outputs.length > 1) return null;
  const node = builder.nodeOf(output);
  const op = node?.kind === 'op' ? node.call.op : null;
  const name = usualLosses.get(op ?? '');
  const row = lossNamed.get(name ?? '');
  if (!row || name === undefined) return null;
  const message = `Nothing says what the loss is; ${name} is taken, since the output is a ${op}.`;
  const words = op === 'softmax' ? 'cross-entropy' : 'binary-cross-entropy';
  builder.assume({ about: 'loss', message, span, directive: { field: 'loss', words } });
  return addOne(builder, { row, options: none }, output, span);
}

/** What compile says, and the names of the outputs: those of the layers that give them, or the keys of a dict of them. */
function saidOf(
  machine: Machine,
  { module }: TraceOrder,
): {
  readonly compiled: Value | undefined;
  readonly names: readonly string[];
} {
  const state = stateOf(module);
  const outputs = state.graph?.outputs;
  const names =
    outputs?.kind === 'dict'
      ? [...outputs.table.entries()].map(({ key }) => (key.kind === 'str' ? key.value : ''))
      : tensorsIn(outputs ?? none).map((tensor) => {
          const layer = callBehind(tensor)?.layer;
          return layer ? nameOf(machine, layer) : '';
        });
  return { compiled: state.compiled?.get('loss'), names };
}

/** The loss of one output: the same for all, one of a list, or one by its name. */
function lossAt(said: Value, name: string | undefined, place: number, count: number): Value | undefined {
  if (said.kind === 'list' || said.kind === 'tuple') return count === 1 ? said.items[0] : said.items[place];
  if (said.kind === 'dict') return name === undefined ? undefined : said.table.getText(name);
  return said;
}

function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'bool' && value.value;
}

function numberIn(value: Value | undefined): number | null {
  return value?.kind === 'int' || value?.kind === 'float' ? Number(value.value) : null;
}

function callOf(
  { row, options }: FoundLoss,
  op: LossCall['op'],
  more: Readonly<Record<string, number>> = {},
): LossCall {
  const attributes = Object.entries(row.attributes ?? {}).flatMap(([option, attribute]) => {
    const value = numberIn(fieldOf(options, option));
    return value === null ? [] : [[attribute, value] as const];
  });
  return { op, attributes: { ...Object.fromEntries(attributes), ...more } } as unknown as LossCall; // the row names attributes of its op
}

/** Keras's Poisson: rates, not their logarithms. */
const ratesCall: OpCall<'poisson-nll'> = {
  op: 'poisson-nll',
  attributes: { logInput: false, eps: 1e-7 },
};

/** The loss of one output. */
function addOne(builder: NetworkBuilder, found: FoundLoss, output: GraphValue, span: Span): AddedLoss {
  const { row, options } = found;
  const note = (message: string): void => {
    builder.assume({ about: 'training', message, span });
  };
  const fromLogits = isTrue(fieldOf(options, 'from_logits'));
  const smoothing = numberIn(fieldOf(options, 'label_smoothing')) ?? 0;
  const scores = row.takes === 'classes' && !fromLogits ? scoresBehind(builder, output) : null;
  if (smoothing > 0 && !(row.takes === 'classes' && (fromLogits || scores)))
    note(`label_smoothing of ${row.name} is not followed: the targets are compared as they are.`);
  const axis = numberIn(fieldOf(options, 'axis')) ?? -1;
  if (row.takes === 'classes' && axis !== -1 && axis !== (builder.typeOf(output)?.shape.length ?? 0) - 1)
    note(`axis=${axis} of ${row.name} is not followed: the classes are taken to lie on the last axis.`);
  if (row.takes === 'binary') {
    if (fromLogits) return addLoss(builder, callOf(found, 'bce-logits'), [output], span);
    return addLoss(builder, callOf(found, row.op), [probability(builder, output, span)], span);
  }
  if (row.takes === 'divergence') {
    const logs = logarithm(builder, output, span);
    return addLoss(builder, callOf(found, row.op), [logs], span);
  }
  if (row.takes === 'rates') {
    return addLoss(builder, ratesCall, [output], span);
  }
  if (row.takes !== 'classes') return addLoss(builder, callOf(found, row.op), [output], span);
  const rank = builder.typeOf(output)?.shape.length ?? 2;
  const more = { ...(rank > 2 && { axis: -1 }), ...(smoothing > 0 && { labelSmoothing: smoothing }) };
  const soft: TargetOptions = {};
  if (fromLogits) return addLoss(builder, callOf(found, 'cross-entropy', more), [output], span, soft);
  // The logarithm of a softmax is taken of its scores, as TensorFlow does: the same number without rounding to 0.
  if (scores) return addLoss(builder, callOf(found, 'cross-entropy', more), [scores], span, soft);
  return addLoss(builder, callOf(found, 'nll', more), [logarithmOfShares(builder, output, span)], span, soft);
}

/** What a softmax over the last axis is taken of; null where the output is something else. */
function scoresBehind(builder: NetworkBuilder, output: GraphValue): GraphValue | null {
  const node = builder.nodeOf(output);
  if (node?.kind !== 'op' || node.call.op !== 'softmax') return null;
  const rank = builder.typeOf(output)?.shape.length ?? 0;
  const { axis = -1 } = node.call.attributes;
  return axis === -1 || axis === rank - 1 ? (node.args[0] ?? null) : null;
}

/** What binary_crossentropy takes: a sigmoid as it is, as TensorFlow takes its scores; all else is kept off 0 and 1. */
function probability(builder: NetworkBuilder, output: GraphValue, span: Span): GraphValue {
  const node = builder.nodeOf(output);
  return node?.kind === 'op' && node.call.op === 'sigmoid' ? output : within(builder, output, span);
}

/** Keras's epsilon beside 0 and 1. */
function within(builder: NetworkBuilder, value: GraphValue, span: Span): GraphValue {
  const clamp: OpCall = { op: 'clamp', attributes: { minimum: 1e-7, maximum: 1 - 1e-7 } };
  return builder.op(clamp, [value], null, span);
}

function logarithm(builder: NetworkBuilder, value: GraphValue, span: Span): GraphValue {
  return builder.op({ op: 'log', attributes: {} }, [within(builder, value, span)], null, span);
}

/** Keras divides what a loss takes for probabilities by their sum. */
function logarithmOfShares(builder: NetworkBuilder, value: GraphValue, span: Span): GraphValue {
  const sum = builder.op(
    { op: 'sum', attributes: { axes: [-1], keepDimensions: true } },
    [value],
    null,
    span,
  );
  const shares = builder.op({ op: 'divide', attributes: {} }, [value, sum], null, span);
  return logarithm(builder, shares, span);
}
