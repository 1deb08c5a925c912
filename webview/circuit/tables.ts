/** The circuit as a table: every wire into every gate, with values, gradients and the chain rule. */
import type { CircuitReport, Prediction } from '../../src/studies/circuit';
import type { Cell, DataTable } from '../export/dataTable';

/** A row for every input, and one for every wire into a gate. */
export function circuitTable({ nodes, outputs, chosen }: CircuitReport): DataTable {
  const name = outputs[chosen]?.name ?? 'f';
  const columns = ['gate', 'formula', 'value', `d${name}/d gate`, 'argument', 'local gradient', 'chain rule'];
  const rows = nodes.flatMap((node): readonly (readonly Cell[])[] => {
    if (node.kind === 'constant') return [];
    if (node.kind === 'input') return [[node.name, 'input', node.value, node.gradient, null, null, node.sum]];
    return node.arguments.map(({ node: from, local, chain }, at) => [
      node.name,
      at === 0 ? node.forward : null,
      at === 0 ? node.value : null,
      at === 0 ? node.gradient : null,
      nodes[from]?.name ?? null,
      local,
      chain,
    ]);
  });
  return { columns, rows };
}

/** The difference quotients of one variable as h shrinks, with how far they are from the derivative. */
export function quotientTable({ quotients, slope, input }: Prediction, name: string): DataTable {
  return {
    columns: ['h', `(${name}(${input}+h) - ${name}(${input})) / h`, 'error', 'centred', 'error'],
    rows: quotients.map(({ h, forward, centred }) => [
      h,
      forward,
      Math.abs(forward - slope),
      centred,
      Math.abs(centred - slope),
    ]),
  };
}
