/** What every reader of a format provides: text in, networks and problems out, never an exception. */
import type { Problem } from '../base/problem';
import type { Files, Source } from '../base/source';
import type { Span } from '../base/span';
import type { Choice, DirectiveField } from '../graph/choice';
import type { ChosenData, DataChoice, FromFiles, Scaling } from '../graph/chosenData';
import type { LayerIndex, Network } from '../graph/network';
import type { Shape } from '../tensor/tensor';
import type { Watch } from './watch';

export type { ChosenData, Choice, DataChoice, DirectiveField, Scaling };

/** What a reader made of a source. */
export interface Reading extends FromFiles {
  readonly networks: readonly Network[];
  readonly problems: readonly Problem[];
  /** Paths (relative to the source's folder, as written) of files that must be given before the rest can be read. */
  readonly needs: readonly string[];
  /** What else the source could be asked for (see `Overrides.network`), best first; absent where all of it stands in `networks`. */
  readonly choices?: readonly Choice[];
}

/** What the person who asks says over the source's head; null where the source decides. */
export interface Overrides {
  /** Shape of one input sample. */
  readonly sampleShape: Shape | null;
  /** Name of a loss. */
  readonly loss: string | null;
  /** Which network of a source that offers several: an expression in the scope of its module, as in `Choice`. */
  readonly network?: string | null;
  /** Whole shapes of the inputs in the words of directives, batch first: `1,3,32,32`, `int:1,30<10000`. */
  readonly inputs?: readonly string[] | null;
  /** Whether the network is read as training or as evaluation runs it, where its program asks (`self.training`). */
  readonly mode?: 'train' | 'eval' | null;
  /** Folders of installed packages, relative to the source's, in which imports may be read. */
  readonly packages?: readonly string[];
  /** A file of weights that all parameters start from, by its path from the source's folder. */
  readonly weights?: string | null;
  /** Data in place of the source's own. */
  readonly data?: DataChoice | null;
}

/** Lets the source decide everything. */
export const noOverrides: Overrides = { sampleShape: null, loss: null };

/** A value as a person would write it, whatever the format: `he-normal`, `{ normal: 0.01 }`. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** What is to become of a source, as plain data. Layers are indices of `Network.layers`; what stands once for several of them changes once. */
export type Intent =
  /** Lets the weights of layers start otherwise; numbers that are written for them go. */
  | { readonly kind: 'initialise'; readonly layers: readonly LayerIndex[]; readonly to: Plain }
  /** Puts another activation in the place of activations: `relu`, `{ leaky-relu: 0.2 }`. */
  | { readonly kind: 'activate'; readonly layers: readonly LayerIndex[]; readonly to: Plain }
  /** Adds a layer beside each of the given ones. */
  | {
      readonly kind: 'insert';
      readonly layers: readonly LayerIndex[];
      readonly side: 'before' | 'after';
      readonly layer: Plain;
    }
  | { readonly kind: 'remove'; readonly layers: readonly LayerIndex[] }
  /** Sets an option of layers, the main argument by its name (units); null takes it away. */
  | {
      readonly kind: 'set-option';
      readonly layers: readonly LayerIndex[];
      readonly option: string;
      readonly to: Plain;
    }
  | { readonly kind: 'set-loss'; readonly to: Plain }
  /** Sets a field of the training (rate, clip-norm); null takes it away. */
  | { readonly kind: 'set-training'; readonly field: string; readonly to: Plain }
  /** Sets a field of the data (scale); null takes it away. */
  | { readonly kind: 'set-data'; readonly field: string; readonly to: Plain }
  /**
   * Silences a rule for what stands on a line (zero-based), or for the whole file: null. `path` is that of the spans in a file that the source
   * imports, or in a cell of it; absent: the source itself.
   */
  | { readonly kind: 'ignore'; readonly rule: string; readonly line: number | null; readonly path?: string }
  /**
   * Lets a directive comment above the network's definition say how it is to be read (`input=1,3,32,32`), in the words of `Overrides`; null
   * takes the words away.
   */
  | { readonly kind: 'set-directive'; readonly field: DirectiveField; readonly to: string | null }
  /** Sets the value of a variable of a circuit. */
  | { readonly kind: 'set-variable'; readonly variable: string; readonly to: number };

/** A change of a source: the text that takes the place of a span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** What a source was read with. */
export interface ReadWith {
  readonly files: Files;
  readonly overrides: Overrides;
  readonly watch?: Watch;
  /** Reads a source with all of this; for whoever keeps what was read, since an edit reads before and after. Absent: it is read anew. */
  readonly read?: (source: Source) => Reading;
}

/** A reader of one format. */
export interface Reader {
  /**
   * Its sources are programs: networks are chosen by an expression (`Overrides.network`) and inputs given in the words of directives
   * (`Overrides.inputs`), and what it needs are further files of programs. Absent: networks have names and inputs one sample shape.
   */
  readonly isProgram?: true;
  /** Whether the source is in this format, decided by its path and a glance at its text. */
  claims(source: Source): boolean;
  /**
   * Reads all it can. Files that are missing from `files` are listed in `needs`; files that are there as FileMissing become
   * problems at the place that names them. What takes long asks the watch every few milliseconds; throws only what its checkpoint throws.
   */
  read(source: Source, files: Files, overrides: Overrides, watch?: Watch): Reading;
  /**
   * The smallest changes that do to one network of the source what the intents say, in its own spelling and layout; they do not overlap and
   * stand in order. A sentence that says why not, when they cannot be done or the source would no longer read. Absent: it cannot be edited.
   */
  edit?(
    source: Source,
    network: number,
    intents: readonly Intent[],
    readWith: ReadWith,
  ): readonly TextEdit[] | string;
}
