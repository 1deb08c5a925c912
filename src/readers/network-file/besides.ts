/** Files that stand beside a network file: which paths may be asked for, and what they are called in messages. */
import type { Bytes } from '../../base/byteSource';
import type { Files } from '../../base/source';
import type { Placed } from './fields';
import type { Report } from './report';
import { quoted, shortened } from './written';

/** A file as it is called in messages. */
export function shownPath(path: string): string {
  return shortened(path, 120);
}

/** A file; `needed` when it has to be given first, `unusable` when it cannot be had, which has been reported at its word. */
export function bytesOf(
  { value: path, range }: Pick<Placed<string>, 'value' | 'range'>,
  what: 'Data' | 'Weights',
  files: Files,
  report: Report,
): Bytes | 'needed' | 'unusable' {
  const refusal = refused(path, what);
  if (refusal !== undefined) {
    report.error(refusal, range);
    return 'unusable';
  }
  const content = files.get(path);
  if (!content) return 'needed';
  if (!('missing' in content)) return content;
  report.error(`${shownPath(path)} cannot be read: ${content.missing}.`, range);
  return 'unusable';
}

/** Paths that no reader asks for: what a network needs stands in its workspace. */
function refused(path: string, what: 'Data' | 'Weights'): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(path))
    return `${what} are read from the workspace only, not from ${quoted(path)}.`;
  if (/^(?:[/\\]|[a-z]:)/i.test(path)) {
    return `Expected a path that starts at this file's folder, found ${quoted(path)}.`;
  }
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  if (what === 'Weights' && ['ckpt', 'pkl', 'onnx', 'keras'].includes(extension)) {
    return `Weights in ${extension} files are not read; safetensors, npy, npz, pt, pth and h5 are.`;
  }
  return undefined;
}
