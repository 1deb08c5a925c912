/** Where a value was made or an operation stands: a node and the file that it belongs to. */
import type { Span } from '../../../base/span';
import type { ParsedFile } from '../parse/parsedFile';
import type { Located } from '../parse/syntax';

/** A node of a file; turned into a span only when somebody wants to see it. */
export interface Place {
  readonly file: ParsedFile;
  readonly node: Located;
}

/** The span of a place. */
export function spanOf({ file, node }: Place): Span {
  return file.span(node);
}
