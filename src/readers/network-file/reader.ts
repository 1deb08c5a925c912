/** The reader of network files: `NAME.network.yaml`, `.yml` or `.json`. */
import { byteCount, wholeNumber } from '../../base/numbers';
import { locator, type Files, type Source } from '../../base/source';
import { fileStart } from '../../base/span';
import type { Network } from '../../graph/network';
import { noOverrides, type Overrides, type Reader, type Reading } from '../reader';
import { editNetworkFile } from './edit/edit';
import { buildCircuit } from './circuit/build';
import { readFields } from './fields';
import { fileFields } from './fileFields';
import { parseJson } from './json';
import { silencedBy } from './ignoreComments';
import { lossForm } from './losses/table';
import { buildNetwork, type FileRead } from './network';
import { tooDeepAt } from './nesting';
import { reportOn, type Report } from './report';
import { describe, tooDeep, type Entry, type Range, type Written } from './written';
import { parseYaml } from './yaml';

/** Longer texts are refused; YAML takes a second for each megabyte, JSON a tenth of that. */
const longest = { json: 20_000_000, yaml: 5_000_000 } as const;

/** More separators, quotes and lines are refused: the YAML library takes 25 microseconds and 3 kB for each. */
const mostMarks = 400_000;

/** Reads our own network files. */
export const networkFileReader: Reader = {
  claims: ({ path }) => /\.network\.(?:ya?ml|json)$/i.test(path),
  read,
  edit: (source, network, intents) =>
    editNetworkFile(source, network, intents, (text) => read(text, new Map(), noOverrides)),
};

function read(source: Source, files: Files, overrides: Overrides): Reading {
  const format = /\.json$/i.test(source.path) ? 'json' : 'yaml';
  const refusal = refused(source.text, format);
  if (refusal !== undefined) {
    return {
      networks: [],
      problems: [{ severity: 'error', message: refusal, span: fileStart(source.path) }],
      needs: [],
    };
  }
  const report = reportOn(locator(source));
  const deep = tooDeepAt(source.text);
  if (deep !== undefined) {
    report.error(tooDeep, { start: deep, end: deep + 1 });
    return { networks: [], problems: report.finish(), needs: [] };
  }
  const { root, problems } = format === 'json' ? parseJson(source.text) : parseYaml(source.text);
  for (const { severity, message, range } of problems) {
    if (severity === 'error') report.error(message, range);
    else report.warning(message, range);
  }
  const start = { start: 0, end: Math.min(1, source.text.length) };
  if (root?.kind !== 'group') {
    const found = root ? describe(root) : 'nothing';
    const message = `A network file is a group of fields (input, layers, loss ...), found ${found}.`;
    if (root || problems.length === 0) report.error(message, root?.range ?? start);
    return { networks: [], problems: report.finish(), needs: [] };
  }
  const written = readFields(fileFields, root.entries, 'A network file', report);
  const fields = overridden(written, overrides, start, report);
  if (!has(root.entries, 'layers') && !has(root.entries, 'expression')) {
    report.error('A network file needs the field layers.', start);
    return { networks: [], problems: report.finish(), needs: [] };
  }
  const fallbackName = nameOf(source.path);
  if (isCircuit(root.entries, fields, report)) {
    const circuit = buildCircuit(fields, { fallbackName, whole: root.range, text: source.text }, report);
    return { networks: [circuit], problems: report.finish(), needs: [] };
  }
  const { network: built, needs } = buildNetwork(fields, fallbackName, root.range, files, report);
  // JSON has no comments.
  const network = format === 'yaml' ? withComments(built, source.text, root, report) : built;
  return { networks: [network], problems: report.finish(), needs };
}

function withComments(network: Network, text: string, root: Written, report: Report): Network {
  const { file, lines } = silencedBy(text, root, report);
  if (file.length === 0 && lines.length === 0) return network;
  return { ...network, ignore: [...network.ignore, ...file], ignoredLines: lines };
}

/** Whether the file is a circuit: it has an expression and no layers. Fields that mean nothing then are reported. */
function isCircuit(entries: readonly Entry[], fields: FileRead, report: Report): boolean {
  if (has(entries, 'layers')) {
    const { expression, at } = fields;
    const place = expression ?? at;
    if (place) report.warning('A file has layers or an expression; here the layers count.', place.keyRange);
    return false;
  }
  for (const name of ['input', 'loss', 'weights', 'batch', 'data', 'train'] as const) {
    const field = fields[name];
    if (field) report.warning(`A circuit has no ${name}; this is passed over.`, field.keyRange);
  }
  return true;
}

/** The fields with those replaced that someone else decides; their place stays, as far as they have one. */
function overridden(
  written: FileRead,
  { sampleShape, loss }: Overrides,
  start: Range,
  report: Report,
): FileRead {
  const place = { range: start, keyRange: start };
  const otherLoss =
    loss === null ? undefined : lossForm.read({ kind: 'text', value: loss, range: start }, report);
  return {
    ...written,
    ...(sampleShape && { input: { ...place, ...written.input, value: [...sampleShape] } }),
    ...(otherLoss?.result && { loss: { ...place, ...written.loss, value: otherLoss } }),
  };
}

function refused(text: string, format: keyof typeof longest): string | undefined {
  const limit = longest[format];
  if (text.length > limit) {
    const other = format === 'yaml' ? `; JSON is read up to ${byteCount(longest.json)}` : '';
    return `The file is too large: ${byteCount(text.length)}, at most ${byteCount(limit)} are read${other}.`;
  }
  const marks = format === 'yaml' ? markCount(text) : 0;
  if (marks > mostMarks) {
    return `The file holds ${wholeNumber(marks)} commas, colons, quotes and lines, at most ${wholeNumber(mostMarks)} are read as YAML; JSON holds more.`;
  }
  if (text.includes('\0')) return 'This is no text: it holds zero bytes.';
  return undefined;
}

function has(entries: readonly Entry[], key: string): boolean {
  return entries.some((entry) => entry.key === key);
}

/** The file's name without folders and endings. */
function nameOf(path: string): string {
  return (path.split(/[/\\]/).at(-1) ?? path).replace(/\.network\.(?:ya?ml|json)$/i, '');
}

/** What the YAML library makes tokens of, counted from below. */
function markCount(text: string): number {
  let count = 0;
  for (let place = 0; place < text.length; place += 1) {
    if (marks.has(text.charCodeAt(place))) count += 1;
  }
  return count;
}

const marks: ReadonlySet<number> = new Set(
  [',', ':', '"', "'", '{', '[', '\n'].map((mark) => mark.charCodeAt(0)),
);
