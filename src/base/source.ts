/** A source text with its path, and the way from character offsets to lines and columns. */
import { received, type Bytes, type ByteSource, type SentBytes } from './byteSource';
import type { Position, Span } from './span';

/** One text that a reader reads. */
export interface Source {
  /** Where it came from; used to resolve the files it names, and as the path of every span. */
  readonly path: string;
  /** What stands in it; empty where `bytes` are given. */
  readonly text: string;
  /** The file, whole or by range, where its name says that it is a binary model file (see `isModelPath`); absent for texts. */
  readonly bytes?: Bytes;
}

/** The source alone of something that carries one. */
export function sourceOf({
  path,
  text,
  bytes,
}: Omit<Source, 'bytes'> & { readonly bytes?: SentBytes | Bytes }): Source {
  return { path, text, ...(bytes && { bytes: received(bytes) }) };
}

/** Contents of further files (data, weights), by the path under which a reader asked for them. */
export type Files = ReadonlyMap<string, FileContent>;

/** A file whole, by range where it is large, or why it cannot be had. */
export type FileContent = Uint8Array | ByteSource | FileMissing;

/** A file as it is sent between threads, by its path. */
export type SentFile = readonly [path: string, content: SentContent];

/** What is sent of a file. */
export type SentContent = SentBytes | FileMissing;

/** The files that were sent, to be read. */
export function filesOf(sent: readonly SentFile[]): Files {
  return new Map(
    sent.map(([path, content]) => [path, 'missing' in content ? content : received(content)] as const),
  );
}

/** A file that was asked for and could not be had. */
export interface FileMissing {
  /** One plain sentence for the user, for instance "the file does not exist". */
  readonly missing: string;
}

/** Turns character offsets of one source into positions and spans. */
export interface Locator {
  position(offset: number): Position;
  span(start: number, end: number): Span;
}

/** Builds a locator; costs one pass over the text, then a binary search per question. */
export function locator(source: Source): Locator {
  const lineStarts = [0];
  for (
    let offset = source.text.indexOf('\n');
    offset !== -1;
    offset = source.text.indexOf('\n', offset + 1)
  ) {
    lineStarts.push(offset + 1);
  }
  const position = (offset: number): Position => {
    const bounded = Math.max(0, Math.min(offset, source.text.length));
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lineStarts[middle] ?? Infinity) <= bounded) low = middle;
      else high = middle - 1;
    }
    return { line: low, column: bounded - (lineStarts[low] ?? 0) };
  };
  return {
    position,
    span: (start, end) => ({ path: source.path, start: position(start), end: position(end) }),
  };
}
