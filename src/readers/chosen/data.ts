/** Reads the file of data that a person chose: tables, arrays, MNIST's idx files and JSON, packed by gzip or not. */
import type { Bytes } from '../../base/byteSource';
import { counted, shapeText } from '../../base/numbers';
import { fileName } from '../../base/paths';
import type { FileContent, Files } from '../../base/source';
import type { ChosenData, DataChoice, DataColumn } from '../../graph/chosenData';
import { heldData, unpacked } from '../data/heldData';
import { isIdx, readIdx } from '../data/idx';
import type { Samples, Say } from '../data/samples';
import { scaledSamples } from '../data/scaling';
import { samplesOf, type Table } from '../data/tableFile';
import { samplesOfTensors } from '../data/tensorSamples';
import type { NamedTensors } from '../tensor-files/tensors';
import { arrayColumns, arrayGuess, tableColumns, tableGuess, type Columns } from './columns';
import { withClasses } from './classes';

/** Samples with what is said of them. */
export interface ReadData {
  readonly samples: Samples;
  readonly chosen: ChosenData;
}

/** Files that the choice needs: its own, and the labels that lie beside images of MNIST's kind. */
export function filesOf({ file, target }: DataChoice): readonly string[] {
  const labels = file.replace(/images([-.])idx3/i, 'labels$1idx1');
  return labels === file || target !== undefined ? [file] : [file, labels];
}

/** The data; null when they cannot be used, and then the reason has been said. */
export function readChosenData(choice: DataChoice, files: Files, say: Say): ReadData | null {
  const file = fileName(choice.file);
  const content = contentOf(file, files.get(choice.file), say);
  const held = content && heldData(content, file, say);
  if (!held) return null;
  return 'body' in held ? fromTable(held, file, choice, say) : fromArrays(held, file, choice, { files, say });
}

function contentOf(file: string, content: FileContent | undefined, say: Say): Bytes | null {
  if (!content) return null;
  return 'missing' in content ? say.error(`${file} cannot be read: ${content.missing}.`) : content;
}

function fromTable(table: Table, file: string, choice: DataChoice, say: Say): ReadData | null {
  const columns = tableColumns(table);
  const used = tableGuess(columns, choice);
  if (used.features.length === 0) return say.error(`${file} has no column of numbers for the inputs.`);
  const isWords = columns.some(({ name, kind }) => name === used.target && kind === 'words');
  const { table: read, classes } = isWords ? withClasses(table, used.target ?? '') : { table, classes: null };
  if (isWords && !classes) {
    return say.error(`${file}, column "${used.target ?? ''}": more words than there can be classes.`);
  }
  const targets = used.target === null ? [] : [used.target];
  const samples = samplesOf(read, { file, targets, inputs: used.features, scale: 1 }, say);
  return samples && told(samples, { file, choice, columns, used, classes });
}

function fromArrays(
  own: NamedTensors,
  file: string,
  choice: DataChoice,
  { files, say }: { readonly files: Files; readonly say: Say },
): ReadData | null {
  const [, labelFile] = filesOf(choice);
  // Images without their labels are still inputs.
  const labels = labelFile === undefined ? undefined : files.get(labelFile);
  const beside = labels && !('missing' in labels) ? unpacked(labels, fileName(labelFile ?? ''), say) : null;
  const tensors = beside && isIdx(beside) ? new Map([...own, ['labels', readIdx(beside)] as const]) : own;
  const used = arrayGuess(tensors, choice);
  const request = { file, input: used.features[0] ?? '', target: used.target, scale: 1 };
  const samples = samplesOfTensors(tensors, request, say);
  return samples && told(samples, { file, choice, columns: arrayColumns(tensors), used, classes: null });
}

/** The samples scaled as was asked, with all that is said of them. */
function told(
  read: Samples,
  about: {
    readonly file: string;
    readonly choice: DataChoice;
    readonly columns: readonly DataColumn[];
    readonly used: Columns;
    readonly classes: readonly string[] | null;
  },
): ReadData {
  const { file, choice, columns, used, classes } = about;
  const scaling = choice.scaling ?? 'none';
  const { samples, scaled } = scaledSamples(read, scaling);
  const what =
    used.target === null
      ? ''
      : `${used.target}${classes ? ` (${counted(classes.length, 'class', 'classes')})` : ''} from `;
  const inputs = columns.length > 1 ? `${what}${featuresText(used.features, samples)}, ` : '';
  return {
    samples,
    chosen: {
      words: `${counted(samples.count, 'sample')} of ${file}: ${inputs}${scaled}`,
      ...{ file, samples: samples.count, columns, target: used.target, features: used.features },
      ...{ scaling, scaled, ...(classes && { classes }) },
    },
  };
}

function featuresText(features: readonly string[], { sampleShape }: Samples): string {
  if (features.length > 1) return counted(features.length, 'column');
  return `${features[0] || 'samples'}${sampleShape.length > 1 ? ` of shape ${shapeText(sampleShape)}` : ''}`;
}
