/** Matrices of weights that are transposed by a node, as exporters do that fold no constants: the product takes them as they stand in the file. */
import type { GraphMessage, NodeMessage } from '../../format/messages';

/** Says of a product that its second input has its outputs first. */
export const turnedAttribute = 'backprop-lens: outputs first';

/** The nodes, with products of matrices as they lie in the file in the place of those of transposed ones. */
export function withTurnedWeights(
  nodes: readonly NodeMessage[],
  { initialisers }: GraphMessage,
): readonly NodeMessage[] {
  const matrices = new Set(initialisers.filter(({ sizes }) => sizes.length === 2).map(({ name }) => name));
  const turned = new Map<string, string>();
  for (const { operator, domain, inputs, outputs } of nodes) {
    const [matrix = ''] = inputs;
    if (operator === 'Transpose' && domain === '' && matrices.has(matrix))
      turned.set(outputs[0] ?? '', matrix);
  }
  if (turned.size === 0) return nodes;
  const whole = { float: null, whole: 1, text: null, tensor: null, floats: [], wholes: [], texts: [] };
  return nodes.map((node) => {
    const [x = '', weight = ''] = node.inputs;
    const matrix = node.operator === 'MatMul' && node.domain === '' ? turned.get(weight) : undefined;
    if (matrix === undefined) return node;
    return { ...node, inputs: [x, matrix], attributes: new Map([[turnedAttribute, whole]]) };
  });
}
