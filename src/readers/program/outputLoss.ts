/** The loss of a traced network: the one that was asked for, the program's own where it fits, or one by the shape of the output. */
import { fileStart, type Span } from '../../base/span';
import { networkBuilder, type NetworkBuilder } from '../../graph/builder';
import { addLoss, type AddedLoss, type LossCall } from '../../graph/loss';
import type { Value } from '../../graph/network';
import { isFloat } from '../../tensor/tensor';

/** What is known of the loss before the outputs are. */
export interface LossOrder {
  readonly loss: LossCall | null;
  /** Where the program makes it; null: nowhere. */
  readonly lossSpan: Span | null;
  /** How many different indices the first input has; 0 where it has numbers. */
  readonly vocabulary: number;
  /** Whether a person or a directive asks for it; then it stays even where it does not fit. */
  readonly isAsked: boolean;
  /** The network. */
  readonly span: Span;
}

/** Adds a loss over the outputs. What does not fit is a problem only where somebody asked for it. */
export function addOutputLoss(
  builder: NetworkBuilder,
  outputs: readonly Value[],
  order: LossOrder,
): AddedLoss {
  if (isLoss(builder, outputs)) return addLoss(builder, energy, outputs, order.span);
  if (order.loss) {
    const call = overSequence(builder, order.loss, outputs);
    const predictions = predictionsOf(call, outputs);
    if (order.isAsked || fits(builder, call, predictions)) {
      return addLoss(builder, call, predictions, order.lossSpan ?? order.span);
    }
  }
  const { call, reason } = byShape(builder, outputs, order);
  const why = order.loss ? 'The loss that the program names does not fit' : 'Nothing says what the loss is';
  builder.assume({
    ...{ about: 'loss', message: `${why}; ${reason}.`, span: order.span },
    directive: { field: 'loss', words: call.op },
  });
  return addLoss(builder, call, predictionsOf(call, outputs), order.span);
}

/** Whether a loss can be computed of predictions, found out beside the network. */
function fits(builder: NetworkBuilder, call: LossCall, predictions: readonly Value[]): boolean {
  let isFine = true;
  const beside = networkBuilder(() => (isFine = false));
  const span = fileStart('');
  const copies = predictions.flatMap((prediction) => {
    const type = builder.typeOf(prediction);
    return type ? [beside.input('prediction', type.shape.slice(1), span)] : [];
  });
  if (copies.length < predictions.length) return false;
  return addLoss(beside, call, copies, span).loss !== null && isFine;
}

/** Scores of a class at each step have their classes last: programs turn the axes round or flatten them for the loss. */
function overSequence(builder: NetworkBuilder, call: LossCall, [output]: readonly Value[]): LossCall {
  const rank = output ? builder.typeOf(output)?.shape.length : undefined;
  if (rank !== 3 || (call.op !== 'cross-entropy' && call.op !== 'nll')) return call;
  return { op: call.op, attributes: { ...call.attributes, axis: -1 } };
}

const energy: LossCall = { op: 'output-energy', attributes: {} };

function predictionsOf({ op }: LossCall, outputs: readonly Value[]): readonly Value[] {
  return op === 'output-energy' ? outputs : outputs.slice(0, 1);
}

/** Whether the network gives nothing but numbers without axes: losses of its own. */
function isLoss(builder: NetworkBuilder, outputs: readonly Value[]): boolean {
  return outputs.length > 0 && outputs.every((output) => builder.typeOf(output)?.shape.length === 0);
}

interface Chosen {
  readonly call: LossCall;
  readonly reason: string;
}

/** Most columns of scores that are taken for classes. */
const mostClasses = 100_000;

function byShape(builder: NetworkBuilder, outputs: readonly Value[], order: LossOrder): Chosen {
  const [output] = outputs;
  const type = output && builder.typeOf(output);
  const [, classes = 0] = type?.shape ?? [];
  if (
    outputs.length === 1 &&
    type?.shape.length === 2 &&
    isFloat(type.elementType) &&
    classes > 1 &&
    classes <= mostClasses
  ) {
    return {
      call: { op: 'cross-entropy', attributes: {} },
      reason: `cross-entropy is taken, since a sample gives ${classes} numbers`,
    };
  }
  const last = type?.shape[2] ?? 0;
  if (outputs.length === 1 && type?.shape.length === 3 && order.vocabulary > 1 && last === order.vocabulary) {
    return {
      call: { op: 'cross-entropy', attributes: { axis: -1 } },
      reason: `cross-entropy is taken, since every step gives a number for each of ${last} indices`,
    };
  }
  return { call: energy, reason: 'the mean square of what it gives is taken' };
}
