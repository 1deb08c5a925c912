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
  let misses = 0;

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
      misses += 1;
      // Comparing words takes time, and only the first problems are shown.
      const names = misses > 200 ? [] : [...all.keys()].slice(0, 1000);
      report.error(
        name === undefined ? undecided(shown, parameter, names) : unknown(shown, name, all, names),
        range,
      );
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

function undecided(shown: string, parameter: string, names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) return `${shown} holds no array.`;
  const best = nearest(parameter, names) ?? first;
  return `${shown} holds ${counted(names.length, 'array')}, none of them called ${shortened(parameter, 60)}; say which, for instance ${shown}#${shortened(best, 60)}.`;
}

function unknown(shown: string, name: string, all: NamedTensors, names: readonly string[]): string {
  if (all.has('')) return `${shown} holds one array without a name; leave out #${shortened(name, 40)}.`;
  const withShape = (each: string): string =>
    `${shortened(each, 60)} (${sizesText(all.get(each)?.shape ?? [])})`;
  const best = nearest(name, names);
  const hint =
    best === undefined ? `it holds ${someOf(names.map(withShape))}.` : `did you mean ${withShape(best)}?`;
  return `${shown} has no array ${quoted(name)}; ${hint}`;
}
