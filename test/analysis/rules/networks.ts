/** Writes network files of fully connected networks, for tables of cases that differ in depth, activation and initialisation. */

/** A multilayer perceptron. */
export interface Perceptron {
  readonly input: number;
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly activation: string;
  /** As in `init:`; the reader's default (PyTorch's) when left out. */
  readonly init?: string;
  readonly loss?: string;
  readonly batch?: number;
}

/** The text of its network file, one layer a line; hidden layers start at line `firstLine`. */
export function perceptron({
  input,
  hidden,
  outputs,
  activation,
  init,
  loss = 'mse',
  batch,
}: Perceptron): string {
  const written = init === undefined ? '' : `, init: ${init}`;
  const layers = hidden.flatMap((width) => [`  - { linear: ${width}${written} }`, `  - ${activation}`]);
  return [
    `input: [${input}]`,
    `loss: ${loss}`,
    ...(batch === undefined ? [] : [`batch: ${batch}`]),
    'layers:',
    ...layers,
    `  - { linear: ${outputs}${written} }`,
    '',
  ].join('\n');
}

/** `count` layers of the same width. */
export function stack(count: number, width = 256): readonly number[] {
  return Array.from({ length: count }, () => width);
}
