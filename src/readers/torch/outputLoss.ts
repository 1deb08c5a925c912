/** The loss of a traced network: the one that was asked for, the program's own where it fits, or one by the shape of the output. */
import type { Problem } from '../../base/problem';
import type { Span } from '../../base/span';
import type { NetworkBuilder } from '../../graph/builder';
import { addLoss, type AddedLoss, type LossCall } from '../../graph/loss';
import type { Value } from '../../graph/network';
import { isFloat } from '../../tensor/tensor';

/** What is known of the loss before the outputs are. */
export interface LossOrder {
  readonly loss: LossCall | null;
  /** Where the program makes it; null: nowhere. */
  readonly lossSpan: Span | null;
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
  problems: Problem[],
): AddedLoss {
  if (isLoss(builder, outputs)) return addLoss(builder, energy, outputs, order.span);
  if (order.loss) {
    const before = problems.length;
    const added = addLoss(
      builder,
      order.loss,
      predictionsOf(order.loss, outputs),
      order.lossSpan ?? order.span,
    );
    if (added.loss ?? order.isAsked) return added;
    problems.length = before;
  }
  const { call, reason } = byShape(builder, outputs);
  builder.assume({ about: 'loss', message: `Nothing says what the loss is; ${reason}.`, span: order.span });
  return addLoss(builder, call, predictionsOf(call, outputs), order.span);
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

function byShape(builder: NetworkBuilder, outputs: readonly Value[]): Chosen {
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
  return { call: energy, reason: 'the mean square of what it gives is taken' };
}
