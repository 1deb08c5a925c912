/** The files of weights that a network file names: each is read once, and asked for when it has not been given yet. */
import { counted, wholeNumber } from '../../base/numbers';
import type { Files } from '../../base/source';
import { nearest } from '../../base/words';
import { someOf } from '../../graph/givenWeights';
import type { Shape, Tensor } from '../../tensor/tensor';
import { readTensorFile } from '../tensor-files/table';
import type { NamedTensors } from '../tensor-files/tensors';
import { bytesOf, shownPath } from './besides';
import type { Report } from './report';
import { quoted, shortened, type Range } from './written';

/** More files than this are not asked for. */
const mostFiles = 64;

/** So many messages say which name may be meant. */
const mostHints = 200;

/** `needed`: the file has to be given first; `unusable`: why not has been reported. */
export type NotFound = 'needed' | 'unusable';

/** A tensor of a file, and what it is called in messages: "layer.weight of model.safetensors". */
export interface FoundTensor {
  readonly tensor: Tensor;
  readonly called: string;
}

/** Finds weights in files; what cannot be had is reported at the given range. */
export interface WeightFiles {
  /** All tensors of a file. */
  tensors(path: string, range: Range): NamedTensors | NotFound;
  /** The tensor that `FILE#NAME` names; of a bare FILE its only one, or the one called like the parameter. */
  tensor(written: string, parameter: string, range: Range): FoundTensor | NotFound;
  /** Files that have to be given first. */
  needs(): readonly string[];
}

/** Nothing has been read yet. */
export function weightFilesOf(files: Files, report: Report): WeightFiles {
  const known = new Map<string, NamedTensors | { readonly problem: string }>();
  const needed = new Set<string>();
  const messages = new Map<string, string>();
  const messageOf = (
    written: string,
    shown: string,
    name: string | undefined,
    parameter: string,
    all: NamedTensors,
  ): string => {
    const key = name === undefined ? `${written} ${parameter}` : written;
    const known = messages.get(key);
    if (known !== undefined) return known;
    // Comparing words takes time, and only the first problems are shown.
    const near = messages.size < mostHints ? [...all.keys()].slice(0, 1000) : [];
    const message =
      name === undefined ? undecided(shown, parameter, all, near) : unknown(shown, name, all, near);
    messages.set(key, message);
    return message;
  };

  const tensors: WeightFiles['tensors'] = (path, range) => {
    const bytes = bytesOf({ value: path, range }, 'Weights', files, report);
    if (bytes === 'unusable') return bytes;
    if (!known.has(path) && !needed.has(path) && known.size + needed.size >= mostFiles) {
      report.error(`Weights come from ${mostFiles} files at most; this one is left out.`, range);
      return 'unusable';
    }
    if (bytes === 'needed') {
      needed.add(path);
      return bytes;
    }
    const found = known.get(path) ?? readTensorFile(bytes);
    known.set(path, found);
    if (!('problem' in found)) return found;
    report.error(`${shownPath(path)} cannot be read: ${found.problem}.`, range);
    return 'unusable';
  };

  return {
    tensors,
    tensor: (written, parameter, range) => {
      const [path, name] = partsOf(written);
      const all = tensors(path, range);
      if (typeof all === 'string') return all;
      const shown = shownPath(path);
      const wanted = name ?? (all.size === 1 ? ([...all.keys()][0] ?? '') : parameter);
      const tensor = all.get(wanted);
      if (tensor) return { tensor, called: wanted === '' ? shown : `${shortened(wanted, 60)} of ${shown}` };
      report.error(messageOf(written, shown, name, parameter, all), range);
      return 'unusable';
    },
    needs: () => [...needed],
  };
}

/** A shape in words: "3 x 4". */
export function sizesText(shape: Shape): string {
  return shape.length === 0 ? 'a single number' : shape.map(wholeNumber).join(' x ');
}

/** The path, and the name behind the # that follows its ending. */
function partsOf(written: string): readonly [string, string | undefined] {
  const [, path, name] = /^(.+\.\w+)#(.+)$/.exec(written) ?? [];
  return path === undefined ? [written, undefined] : [path, name];
}

function undecided(shown: string, parameter: string, all: NamedTensors, near: readonly string[]): string {
  if (all.size === 0) return `${shown} holds no array.`;
  const example = nearest(parameter, near) ?? near[0];
  const hint = example === undefined ? '.' : `; say which, for instance ${shown}#${shortened(example, 60)}.`;
  return `${shown} holds ${counted(all.size, 'array')}, none of them called ${shortened(parameter, 60)}${hint}`;
}

function unknown(shown: string, name: string, all: NamedTensors, near: readonly string[]): string {
  if (all.has('')) return `${shown} holds one array without a name; leave out #${shortened(name, 40)}.`;
  const start = `${shown} has no array ${quoted(name)}`;
  if (all.size > 0 && near.length === 0) return `${start}.`;
  const withShape = (each: string): string =>
    `${shortened(each, 60)} (${sizesText(all.get(each)?.shape ?? [])})`;
  const best = nearest(name, near);
  return best === undefined
    ? `${start}; it holds ${someOf(near.map(withShape))}.`
    : `${start}; did you mean ${withShape(best)}?`;
}
