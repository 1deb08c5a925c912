/** Which nodes do nothing but bring the weights of recurrent layers into ONNX's form: what they give is computed while reading. */
import type { GraphMessage, NodeMessage } from '../format/messages';

const recurrent: ReadonlySet<string> = new Set(['LSTM', 'GRU', 'RNN']);

/** Inputs of a recurrent node that are weights: W, R and B. */
const weightPlaces: ReadonlySet<number> = new Set([1, 2, 3]);

/**
 * Exporters that fold no constants cut PyTorch's weights into gates, put these into another order and stack the directions, all by nodes.
 * `nodes` stand in order: each behind those that it takes values from.
 */
export function recurrentWeightNodes(
  nodes: readonly NodeMessage[],
  { outputs }: Pick<GraphMessage, 'outputs'>,
): ReadonlySet<NodeMessage> {
  const found = new Set<NodeMessage>();
  // Values that something else than a recurrent layer takes for its weights, and those that one takes so.
  const elsewhere = new Set(outputs.map(({ name }) => name));
  const asWeights = new Set<string>();
  for (const node of nodes.toReversed()) {
    const isWeight =
      node.outputs.some((name) => asWeights.has(name)) && !node.outputs.some((name) => elsewhere.has(name));
    if (isWeight) found.add(node);
    node.inputs.forEach((name, place) => {
      const takes = isWeight || (recurrent.has(node.operator) && weightPlaces.has(place));
      (takes ? asWeights : elsewhere).add(name);
    });
  }
  return found;
}
