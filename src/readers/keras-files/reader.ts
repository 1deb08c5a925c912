/**
 * The reader of models that Keras has saved: their JSON, `.keras` archives, HDF5 files and TensorFlow.js's layers models. Each is turned into the
 * Keras program that makes the same model, which the reader of source reads; what it finds is brought back to the places in the file.
 */
import { UnreadableFile, wholeOf } from '../../base/byteSource';
import type { Problem } from '../../base/problem';
import { locator, type Files, type Source } from '../../base/source';
import { fileStart, type Span } from '../../base/span';
import type { Network } from '../../graph/network';
import type { Overrides, Reader, Reading } from '../reader';
import { TensorFileError } from '../tensor-files/tensors';
import { programReader } from '../program/reader';
import { unwatched, type Watch } from '../watch';
import { listed } from '../weights-file/reader';
import {
  looksLikeModel,
  modelInBytes,
  modelInText,
  weightsOnly,
  type NoModel,
  type SavedModel,
} from './container';
import { customPrefix, programOf, type ConfigProgram } from './program';
import { mostBytes, shardsOf, storedInManifest } from './manifest';
import { compileArguments } from './training';
import { storedInHdf5, type StoredWeight } from './weightNames';
import { weighted } from './weights';

/** Reads saved models of Keras. */
export const kerasFilesReader: Reader = {
  claims: ({ path, text, bytes }) =>
    bytes ? /\.(?:keras|h5|hdf5)$/i.test(path) : /\.json$/i.test(path) && looksLikeModel(text),
  read,
};

/** The variable of the program that holds the model. */
const wanted = 'saved_model';

function read(source: Source, files: Files, overrides: Overrides, watch: Watch = unwatched): Reading {
  try {
    const saved = source.bytes ? modelInBytes(source.bytes) : modelInText(source.text);
    if (saved === weightsOnly) return listed(source);
    if ('problem' in saved) return refused(source, saved);
    const needs = missingShards(saved, files);
    if (needs.length > 0) return { networks: [], problems: [], needs };
    return readModel(source, saved, files, overrides, watch);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return refused(source, { problem: `This file cannot be read: ${error.message}.` });
  }
}

function refused(source: Source, { problem, place }: NoModel): Reading {
  const span = place && !source.bytes ? locator(source).span(place.start, place.end) : fileStart(source.path);
  return { networks: [], problems: [{ severity: 'error', message: problem, span }], needs: [] };
}

function readModel(
  source: Source,
  saved: SavedModel,
  files: Files,
  overrides: Overrides,
  watch: Watch,
): Reading {
  const program = programOf(saved.model);
  const compiled = compileArguments(saved.training);
  const text = [
    program.text.trimEnd(),
    `${wanted} = ${program.model}`,
    ...(compiled === undefined ? [] : [`${wanted}.compile(${compiled})`]),
  ].join('\n');
  const asked = { ...overrides, network: wanted, packages: [] };
  const reading = programReader.read({ path: source.path, text: `${text}\n` }, new Map(), asked, watch);
  const back = placesOf(source, program, saved);
  const networks = reading.networks.map((network) => inFile(network, back));
  const problems = [
    ...program.problems.map(({ message, place }): Problem => {
      return {
        severity: 'warning',
        message,
        span: source.bytes ? fileStart(source.path) : locator(source).span(place.start, place.end),
      };
    }),
    ...onceEach(
      reading.problems.map((problem) => ({
        ...problem,
        message: inWords(problem.message),
        span: back(problem.span),
      })),
    ),
  ];
  const weights = saved.weights ? storedWeights(source, saved, files) : null;
  if (!weights) return { networks, problems, needs: [] };
  const given = networks.map((network) => weighted(network, weights));
  const misfits = given.flatMap((one) =>
    one.problems.map((message): Problem => ({ severity: 'warning', message, span: one.network.span })),
  );
  return { networks: given.map(({ network }) => network), problems: [...problems, ...misfits], needs: [] };
}

/** From places in the program to places in the file: the layer whose line it is. */
function placesOf(
  source: Source,
  { places }: ConfigProgram,
  { model, training }: SavedModel,
): (span: Span) => Span {
  if (source.bytes) return () => fileStart(source.path);
  const located = locator(source);
  return ({ start }) => {
    // Behind the lines of the model stand its name and what compile was told.
    const place =
      places[start.line] ?? (start.line > places.length ? training?.place : undefined) ?? model.place;
    return located.span(place.start, place.end);
  };
}

/** The network with the places of the file; what a comment in a program could say cannot be said in a file. */
function inFile(network: Network, back: (span: Span) => Span): Network {
  const placed = withPlaces(network, back);
  return {
    ...placed,
    assumptions: placed.assumptions.map(({ about, message, span }) => ({ about, message, span })),
    nodes: placed.nodes.map((node) =>
      node.kind === 'opaque' ? { ...node, reason: inWords(node.reason) } : node,
    ),
  };
}

/** A custom layer is called by a name of our own in the program, and no comment can be written into a saved model. */
function inWords(message: string): string {
  const pattern = new RegExp(`\\bkeras\\.${customPrefix}(\\w+) is not understood yet\\.`, 'g');
  return message
    .replace(pattern, (_, name: string) =>
      name === 'Lambda'
        ? 'The code of this Lambda layer stands in the file compiled, and nothing from a file is run: inspect the source of the model, or put a layer of Keras in its place.'
        : `The class ${name} is not one of Keras, and its code is not in the file.`,
    )
    .replace(/ A comment on its line can say its shape:.*$/, '');
}

/** Each message once, at the first of its places: what is not understood makes all that follows unknown, too. */
function onceEach(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ message }) => !seen.has(message) && seen.add(message));
}

/** A copy of plain data in which every span is another one; arrays of numbers are kept as they are. */
function withPlaces<Data>(data: Data, back: (span: Span) => Span): Data {
  const copy = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map(copy);
    if (isSpan(value)) return back(value);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
  };
  return copy(data) as Data; // the same fields with values of the same types
}

function isSpan(value: object): value is Span {
  return 'path' in value && 'start' in value && 'end' in value && typeof value.start === 'object';
}

function missingShards({ weights }: SavedModel, files: Files): readonly string[] {
  return weights?.kind === 'manifest' ? shardsOf(weights.groups).filter((path) => !files.has(path)) : [];
}

function storedWeights(
  { path }: Source,
  { weights, model }: SavedModel,
  files: Files,
): readonly StoredWeight[] {
  if (!weights) return [];
  if (weights.kind === 'hdf5') return storedInHdf5(weights.root, model);
  return storedInManifest(weights.groups, (shard) => {
    const bytes = files.get(shard);
    if (bytes && !('missing' in bytes)) return wholeOf(bytes, mostBytes);
    throw new TensorFileError(
      `the weights ${shard} beside ${path} cannot be had: ${bytes?.missing ?? 'they were not given'}`,
    );
  });
}
