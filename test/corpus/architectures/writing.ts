/** Writes network files layer by layer, so that an architecture is a function of its widths, its depth and how it is initialised. */

/** What a layer may say besides its word and its main argument. */
export type Options = Readonly<Record<string, unknown>>;

/** The kinds of layers whose weights an initialisation speaks of. */
export type Weighted =
  'linear' | 'convolution' | 'transposed' | 'embedding' | 'positions' | 'attention' | 'recurrent' | 'norm';

/** What a weighted layer is in its network, where a library starts it otherwise than its like. */
export type Part = 'head' | 'residual-end' | 'patches' | 'plain';

/** How a network starts. */
export interface Start {
  readonly name: string;
  /** The options that say so at a layer of this kind, which in the library's own network has so many inputs. */
  of(kind: Weighted, part: Part, fanIn: number): Options;
}

const kinds: Readonly<Record<string, Weighted>> = {
  linear: 'linear',
  conv1d: 'convolution',
  conv2d: 'convolution',
  'conv-transpose': 'transposed',
  embedding: 'embedding',
  'position-embedding': 'positions',
  attention: 'attention',
  rnn: 'recurrent',
  lstm: 'recurrent',
  gru: 'recurrent',
  'batch-norm': 'norm',
  'layer-norm': 'norm',
};

/** The layers of one network file; every layer has an id, which `layer` gives back. */
export class LayerList {
  private readonly lines: string[] = [];
  private readonly counts = new Map<string, number>();

  private readonly start: Start;

  constructor(start: Start) {
    this.start = start;
  }

  /** Adds a layer behind the last one, or behind those that `options.from` names. */
  layer(
    word: string,
    main: unknown = null,
    options: Options = {},
    part: Part = 'plain',
    fanIn = NaN,
  ): string {
    const count = (this.counts.get(word) ?? 0) + 1;
    this.counts.set(word, count);
    const id = `${word}-${count}`;
    const kind = kinds[word];
    const started = kind ? this.start.of(kind, part, fanIn) : {};
    const { bias } = options;
    const fitting = Object.entries(started).filter(([name]) => name !== 'bias-init' || bias !== false);
    const layer = { [word]: main, ...options, ...Object.fromEntries(fitting), id };
    this.lines.push(`  - ${JSON.stringify(layer)}`);
    return id;
  }

  /** The whole file. */
  file(input: readonly number[], loss: string, more: Options = {}): string {
    const fields = Object.entries(more).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
    return [`input: ${JSON.stringify(input)}`, `loss: ${loss}`, ...fields, 'layers:', ...this.lines, ''].join(
      '\n',
    );
  }
}
