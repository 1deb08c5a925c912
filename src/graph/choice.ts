/** What a source offers to be read as a network, for whoever lets a person choose. */
import type { Span } from '../base/span';

/** One thing of a source that can be read as a network: a class, or a call that makes one. */
export interface Choice {
  /** What makes it, as an expression in the scope of the source: `ResNet18(num_classes=10)`. */
  readonly expression: string;
  /** The words for a list: the class or function, and where the call stands where that tells two apart. */
  readonly label: string;
  /** The class, the function or the call. */
  readonly span: Span;
  /** Whether it is among the networks that were read. */
  readonly shown: boolean;
}

/** What a directive comment in a program can say of a network. */
export type DirectiveField = 'network' | 'input' | 'loss' | 'mode';

/** The words of a directive comment that would say what was assumed: `input=1,3,224,224`. */
export interface Directive {
  readonly field: DirectiveField;
  readonly words: string;
}
