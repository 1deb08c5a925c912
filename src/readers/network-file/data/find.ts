/** Makes the data set that a network file asks for. */
import type { Bytes } from '../../../base/byteSource';
import type { Files } from '../../../base/source';
import { counted } from '../../../base/numbers';
import type { Dataset } from '../../../graph/dataset';
import { datasetOf, type Samples, type Say } from '../../data/samples';
import { heldData } from '../../data/heldData';
import { samplesOf } from '../../data/tableFile';
import { isTensorPath, readTensorSamples, samplesOfTensors } from '../../data/tensorSamples';
import { bytesOf, shownPath } from '../besides';
import type { Placed } from '../fields';
import type { Report } from '../report';
import { quoted, type Range } from '../written';
import type { DataRequest } from './table';

/** The data as far as they can be had; `needs` names a file that has to be given first. */
export interface FoundData {
  readonly dataset: Dataset | null;
  readonly needs: readonly string[];
}

const nothing: FoundData = { dataset: null, needs: [] };

/** Reads or makes the data; problems are reported at the words that ask for them. */
export function findData(request: DataRequest, files: Files, seed: number, report: Report): FoundData {
  switch (request.kind) {
    case 'file':
      return fromFile(request, files, seed, report);
    case 'inline':
      return { dataset: fromText(request, seed, report), needs: [] };
    case 'set': {
      const { set, name, range, test, seed: own = seed } = request;
      const samples = set.make({ ...request, seed: own });
      const title = `${name}, ${counted(request.samples, 'sample')}, noise ${request.noise}, seed ${own}`;
      return { dataset: split(samples, title, range, { test, seed: own }, report), needs: [] };
    }
  }
}

type FileRequest = Extract<DataRequest, { kind: 'file' }>;

function fromFile(request: FileRequest, files: Files, seed: number, report: Report): FoundData {
  const { file, test } = request;
  const content = bytesOf(file, 'Data', files, report);
  if (content === 'needed') return { dataset: null, needs: [file.value] };
  if (content === 'unusable') return nothing;
  const shown = shownPath(file.value);
  const samples = samplesIn(content, shown, request, report);
  const scaled = samples && { ...samples, scale: request.scale };
  return { dataset: scaled && split(scaled, shown, file.range, { test, seed }, report), needs: [] };
}

function samplesIn(
  content: Bytes,
  shown: string,
  { file, input, targets, scale }: FileRequest,
  report: Report,
): Samples | null {
  const names = targets?.value ?? [];
  const place = (message: string): Range => {
    const named = /has no (?:column|array) "/.test(message);
    if (named && input && message.includes(`array "${input.value}"`)) return input.range;
    return named && targets ? targets.range : file.range;
  };
  const say = sayAt(report, place);
  const held = isTensorPath(file.value) ? null : heldData(content, shown, say);
  if (!held && !isTensorPath(file.value)) return null;
  if (held && 'body' in held) {
    if (input)
      report.warning('Only files of arrays have an input by name; a table has columns.', input.keyRange);
    return samplesOf(held, { file: shown, targets: names, scale }, say);
  }
  const [target = null, ...others] = names;
  if (targets && others.length > 0) {
    report.warning(
      `A file of arrays has one array of targets; ${quoted(others[0] ?? '')} is left out.`,
      targets.range,
    );
  }
  const wanted = { file: shown, input: input?.value ?? null, target, scale };
  return held ? samplesOfTensors(held, wanted, say) : readTensorSamples(content, wanted, say);
}

function sayAt(report: Report, place: (message: string) => Range): Say {
  let failed = false;
  const error = (message: string): null => {
    failed = true;
    report.error(message, place(message));
    return null;
  };
  return {
    error,
    warning: (message) => {
      report.warning(message, place(message));
    },
    cell: (where, content) => {
      const found = content.trim() === '' ? 'nothing' : `the text ${quoted(content)}`;
      error(`${where}: expected a number, found ${found}.`);
    },
    failed: () => failed,
  };
}

function split(
  samples: Samples,
  name: string,
  range: Range,
  { test, seed }: { readonly test: Placed<number> | undefined; readonly seed: number },
  report: Report,
): Dataset {
  let held = test?.value ?? 0;
  if (test && held >= samples.count) {
    report.error(
      `Only ${counted(samples.count, 'sample')} can be had, so ${held} cannot be held out; none is.`,
      test.range,
    );
    held = 0;
  }
  return datasetOf(samples, name, report.span(range), { test: held, seed, shuffle: true });
}

type InlineRequest = Extract<DataRequest, { kind: 'inline' }>;

function fromText({ inputs, targets }: InlineRequest, seed: number, report: Report): Dataset | null {
  const [count, ...sampleShape] = inputs.value.shape;
  if (count === undefined) {
    report.error('Expected a list of samples, found a single number.', inputs.range);
    return null;
  }
  const [targetCount, ...targetShape] = targets?.value.shape ?? [];
  const fits = targets !== undefined && targetCount === count;
  if (targets && !fits) {
    const found = targetCount === undefined ? 'a single number' : counted(targetCount, 'target');
    report.error(`Expected ${counted(count, 'target')}, one for each sample, found ${found}.`, targets.range);
  }
  const samples: Samples = {
    count,
    sampleShape,
    inputs: Float64Array.from(inputs.value.values),
    targets: fits ? Float64Array.from(targets.value.values) : null,
    targetShape: fits ? targetShape : [],
    columns: [],
  };
  const name = 'the file itself';
  return datasetOf(samples, name, report.span(inputs.range), { test: 0, seed, shuffle: false });
}
