/** The loss of a model file, which names none: by the activation that the output comes from, else by its shape. */
import type { Span } from '../../../base/span';
import type { NetworkBuilder } from '../../../graph/builder';
import { addLoss, type AddedLoss, type LossCall } from '../../../graph/loss';
import type { Value } from '../../../graph/network';
import { addOutputLoss } from '../../program/outputLoss';
import { lossCalled } from '../../program/namedLoss';

/** What is known when the loss is added. */
export interface LossWishes {
  /** The loss that a person asks for, by its name. */
  readonly asked: string | null;
  /** The operator that gives the first output: Softmax. */
  readonly head: string | null;
  /** How many indices the first input has; 0 where it has numbers. */
  readonly vocabulary: number;
  /** The batch with which shapes are checked: a loss over samples needs them on the first axis. */
  readonly batch: number;
  readonly span: Span;
}

/** Adds a loss over the outputs. */
export function addFileLoss(
  builder: NetworkBuilder,
  outputs: readonly Value[],
  wishes: LossWishes,
): AddedLoss {
  const { asked, vocabulary, span } = wishes;
  const call = lossCalled(asked);
  const [output] = outputs;
  if (!call && outputs.some((value) => builder.typeOf(value)?.shape[0] !== wishes.batch)) {
    const message = 'Nothing says what the loss is; the mean square of what the network gives is taken.';
    builder.assume({ about: 'loss', message, span });
    return addLoss(builder, { op: 'output-energy', attributes: {} }, outputs, span);
  }
  const byHead = call || outputs.length !== 1 || !output ? null : headLoss(builder, output, wishes);
  if (byHead) return byHead;
  // Nobody can write a directive into a binary file.
  const silent = {
    ...builder,
    assume: ({ about, message, span: place }: Parameters<NetworkBuilder['assume']>[0]): void =>
      builder.assume({ about, message, span: place }),
  };
  return addOutputLoss(silent, outputs, {
    loss: call,
    lossSpan: null,
    vocabulary,
    isAsked: call !== null,
    span,
  });
}

/** What goes with probabilities and their logarithms; null where the output holds neither. */
function headLoss(builder: NetworkBuilder, output: Value, { head, span }: LossWishes): AddedLoss | null {
  const rank = builder.typeOf(output)?.shape.length ?? 0;
  const classes = rank === 2 || rank === 3;
  const take = (call: LossCall, prediction: Value, words: string, gives: string): AddedLoss => {
    builder.assume({
      about: 'loss',
      message: `Nothing says what the loss is; ${words} is taken, since the network ends with ${gives}.`,
      span,
    });
    return addLoss(builder, call, [prediction], span);
  };
  const nll: LossCall = { op: 'nll', attributes: { axis: rank === 3 ? -1 : 1 } };
  if (head === 'LogSoftmax' && classes) return take(nll, output, 'the negative log-likelihood', 'LogSoftmax');
  if (head === 'Softmax' && classes) {
    const logarithms = builder.op({ op: 'log', attributes: {} }, [output], null, span);
    return take(nll, logarithms, 'cross-entropy of its probabilities', 'Softmax');
  }
  if (head === 'Sigmoid') {
    return take({ op: 'binary-cross-entropy', attributes: {} }, output, 'binary cross-entropy', 'Sigmoid');
  }
  return null;
}
