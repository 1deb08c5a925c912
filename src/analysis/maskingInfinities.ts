/** Infinities that a network writes by itself, to mask what a softmax shall not see: attention over time has them in every causal mask. */
import type { Network, NodeIndex } from '../graph/network';
import type { Summary } from '../tensor/summary';

/** Whether the infinities of a value are meant as a mask; asked of every node in running order. */
export type AreMeant = (node: NodeIndex, summary: Summary) => boolean;

/**
 * Infinities of constants and fills are meant, and so are those of what is computed of them, up to the loss; NaN never is. A softmax over a row
 * that is masked as a whole gives NaN, and is named for it.
 */
export function meantInfinities(network: Network): AreMeant {
  const masks = new Set<NodeIndex>();
  return (index, summary) => {
    const node = network.nodes[index];
    const { infinite, notANumber } = summary;
    if (node === undefined || infinite === 0 || notANumber > 0 || index === network.loss?.node) return false;
    const isMask =
      node.kind === 'constant' ||
      (node.kind === 'op' &&
        ((node.call.op === 'masked-fill' && !Number.isFinite(node.call.attributes['value'])) ||
          node.args.some((argument) => masks.has(argument.node))));
    if (isMask) masks.add(index);
    return isMask;
  };
}
