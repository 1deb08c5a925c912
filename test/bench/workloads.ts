/** What is measured: square matrix products, and whole networks forward and backward, as data that every engine builds from. */

/** A fully connected network with one activation between its layers and cross-entropy at its end. */
export interface NetworkWorkload {
  readonly kind: 'network';
  readonly name: string;
  readonly batch: number;
  /** Features from the input to the scores. */
  readonly widths: readonly number[];
  readonly activation: 'relu' | 'sigmoid';
}

/** A product of two square matrices. */
export interface ProductWorkload {
  readonly kind: 'product';
  readonly name: string;
  readonly size: number;
}

export type Workload = ProductWorkload | NetworkWorkload;

function product(size: number): ProductWorkload {
  return { kind: 'product', name: `matrix product ${size} x ${size} x ${size}`, size };
}

function network(
  name: string,
  batch: number,
  activation: NetworkWorkload['activation'],
  widths: readonly number[],
): NetworkWorkload {
  return { kind: 'network', name: `${name}, batch ${batch}`, batch, activation, widths };
}

/** Every row of the table. */
export const workloads: readonly Workload[] = [
  ...[64, 128, 256, 512, 1024].map(product),
  network('MLP 64-32-32-10', 64, 'relu', [64, 32, 32, 10]),
  network('MLP 784-512-512-10', 128, 'relu', [784, 512, 512, 10]),
  network('20 x 256 sigmoid', 128, 'sigmoid', [...new Array<number>(21).fill(256), 10]),
];

/**
 * Floating-point operations of the products: one forward, two backward except for the first layer, whose input wants no gradient.
 * Everything else is small beside them and counts as nothing.
 */
export function workOf(workload: Workload): number {
  if (workload.kind === 'product') return 2 * workload.size ** 3;
  const { batch, widths } = workload;
  const products = widths
    .slice(1)
    .map((width, index) => (index === 0 ? 2 : 3) * width * (widths[index] ?? 0));
  return 2 * batch * products.reduce((sum, size) => sum + size, 0);
}

/** The network as a network file. */
export function sourceOf({ widths, activation }: NetworkWorkload): string {
  const [input = 0, ...rest] = widths;
  const outputs = rest.pop() ?? 0;
  const layers = rest.map((width) => `  - linear: ${width}\n  - ${activation}\n`).join('');
  return `input: [${input}]\nlayers:\n${layers}  - linear: ${outputs}\nloss: cross-entropy\n`;
}
