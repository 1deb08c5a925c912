/** The factors of a gradient, from the loss back to one parameter, each with what it does to the gradient's RMS. */

/** What a factor is written as; names are those of layers, parameters and inputs. */
export type FactorSymbol =
  /** dL/dA of a layer. */
  | { readonly form: 'loss-gradient'; readonly layer: string }
  /** dA/dZ of a layer. */
  | { readonly form: 'activation-derivative'; readonly layer: string; readonly activation: string }
  /** W^T of a fully connected layer. */
  | { readonly form: 'transposed-weights'; readonly layer: string }
  /** J of a layer that is no plain matrix. */
  | { readonly form: 'jacobian'; readonly layer: string }
  /** What other ways add to the gradient. */
  | { readonly form: 'other-paths'; readonly through: readonly string[] }
  /** A^T of what the layer takes. */
  | { readonly form: 'transposed-input'; readonly of: string }
  /** A row of ones: the bias adds the same to every sample. */
  | { readonly form: 'ones' }
  /** dZ/dP of a parameter that is neither weight nor bias of a fully connected layer, or dA/dP of an activation's own. */
  | {
      readonly form: 'parameter-derivative';
      readonly of: 'A' | 'Z';
      readonly layer: string;
      readonly parameter: string;
    }
  /** 1/m, the mean over the batch. */
  | { readonly form: 'mean'; readonly samples: number };

/** What kind of thing a factor is; the first two repeat from layer to layer. */
export type FactorGroup = 'activation' | 'weights' | 'other' | 'ends';

/** One factor. */
export interface Factor {
  readonly symbol: FactorSymbol;
  readonly group: FactorGroup;
  /** Index of the layer that it belongs to in the report, or null. */
  readonly layer: number | null;
  /** What it is, in words: fully connected, sigmoid, batch-norm. */
  readonly kind: string;
  /** RMS over the factor's own numbers (weights, derivatives, inputs); null where it has none that could be listed. */
  readonly norm: number | null;
  /** RMS of the gradient behind it over RMS before it; for the first factor the RMS itself. Null where that is not defined. */
  readonly ratio: number | null;
  /** Product of all ratios so far. */
  readonly product: number;
  /** RMS of the gradient as backprop has it behind this factor. */
  readonly gradient: number;
  /** How much of the gradient behind an `other-paths` comes from this way (its projection, in shares that sum to 1); null elsewhere. */
  readonly share: number | null;
}

/** A factor before its place in the product is known. */
export type Draft = Omit<Factor, 'ratio' | 'product' | 'share'> & { readonly share?: number | null };

/**
 * Ratios and products of consecutive gradients. They telescope: the last product is the last gradient, to rounding. Behind a gradient of 0 no
 * ratio is defined; where other ways bring gradient to a place that this way gives none, the product starts again from what is there.
 */
export function telescoped(drafts: readonly Draft[]): readonly Factor[] {
  let product = 1;
  let before = 1;
  return drafts.map((draft) => {
    const ratio = before === 0 || Number.isNaN(before) ? null : draft.gradient / before;
    product = ratio === null ? draft.gradient : product * ratio;
    before = draft.gradient;
    return { ...draft, ratio, product, share: draft.share ?? null };
  });
}
