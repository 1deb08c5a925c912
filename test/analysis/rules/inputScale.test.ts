/** Input scale: columns far out, with outliers, with a norm before the first layer. */
import { describeCases, type Case } from './check';

/** Samples of two columns, the second made by `column`. */
function data(count: number, column: (row: number) => number): string {
  const rows = Array.from({ length: count }, (_, row) => `[${row % 2}, ${column(row)}]`);
  return `{ inputs: [${rows.join(', ')}], targets: [${rows.map((_, row) => row % 2).join(', ')}] }`;
}

function fed(title: string, given: string, first = 'linear: 4'): Case {
  return {
    title,
    only: ['input-scale', 'initial-loss'],
    source: `
input: [2]
batch: 4
loss: bce-logits
data: ${given}
layers:
  - ${first}
  - relu
  - linear: 1
`,
  };
}

const pixels = (row: number): number => (row * 51) % 256;

describeCases('input-scale', [
  fed('pixels up to 255', `${data(6, pixels)} # ^ input-scale warning 255..255 > initial-loss`),
  fed('years', `${data(8, (row) => 1990 + row)} # ^ input-scale warning 1997..1997 > initial-loss`),
  // The standard deviation of -9, 9, -9, 9 is 9.
  fed('a wide column', `${data(4, (row) => (row % 2 === 0 ? -9 : 9))} # ^ input-scale warning 9..9`),
  fed(
    'numbers up to 10',
    data(10, (row) => row + 1),
  ),
  fed(
    'one outlier in 200',
    data(200, (row) => (row === 7 ? 40 : row % 3)),
  ),
  fed('pixels behind a batch norm', data(6, pixels), 'batch-norm'),
  fed('pixels, divided', data(6, pixels), 'scale: 0.004'),
]);
