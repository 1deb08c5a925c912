/** Where a saved model keeps its configuration, its training and its weights: JSON, Keras archives, HDF5 files, TensorFlow.js. */
import { byRange, startOf, type Bytes } from '../../base/byteSource';
import { isHdf5, readHdf5, type Hdf5Object } from '../tensor-files/hdf5/file';
import { TensorFileError } from '../tensor-files/tensors';
import { isZip, zipEntries } from '../tensor-files/zip';
import {
  fieldOf,
  itemsIn,
  longestJson,
  objectIn,
  parsePlaced,
  textIn,
  type Json,
  type JsonObject,
  type Slip,
} from './json';

/** A saved model. */
export interface SavedModel {
  /** {"class_name": …, "config": …}. */
  readonly model: JsonObject;
  /** The settings of `compile`, as Keras 2 or 3 writes them. */
  readonly training: JsonObject | undefined;
  readonly weights: SavedWeights | null;
}

/** Weights as HDF5 groups, or as TensorFlow.js's manifest. */
export type SavedWeights =
  | { readonly kind: 'hdf5'; readonly root: Hdf5Object }
  | { readonly kind: 'manifest'; readonly groups: readonly Json[] };

/** A file that holds weights, and no network. */
export const weightsOnly = 'weights only';

/** Why a file gives no model, as a whole sentence; with its place where it is a text. */
export interface NoModel {
  readonly problem: string;
  readonly place?: Slip['place'];
}

/** The files of a Keras archive. */
export const archived = { config: 'config.json', weights: 'model.weights.h5' } as const;

export { isModelJson as looksLikeModel } from '../../base/modelFiles';

/** Finds the model in a text. */
export function modelInText(text: string): SavedModel | NoModel {
  const json = parsePlaced(text);
  if ('message' in json) return { problem: `This model cannot be read: ${json.message}.`, place: json.place };
  const topology = objectIn(json, 'modelTopology');
  if (!topology) return modelIn(json, objectIn(json, 'compile_config'), null);
  if (textIn(json, 'format') === 'graph-model' || fieldOf(topology, 'node')) {
    const problem =
      'This is a graph of TensorFlow operations, converted to be run and not to be trained; only models of layers ("format": "layers-model") are read. Convert the Keras model with --output_format tfjs_layers_model, or open its .keras or .h5 file.';
    return { problem, place: topology.place };
  }
  const model = objectIn(topology, 'model_config') ?? topology;
  const groups = itemsIn(json, 'weightsManifest');
  return modelIn(
    model,
    objectIn(topology, 'training_config'),
    groups.length > 0 ? { kind: 'manifest', groups } : null,
  );
}

/** Finds the model in the bytes of a file. @throws UnreadableFile */
export function modelInBytes(bytes: Bytes): SavedModel | NoModel | typeof weightsOnly {
  const source = byRange(bytes);
  if (isHdf5(source)) return modelInHdf5(readHdf5(source));
  if (!isZip(startOf(source, 4))) throw new TensorFileError('it is neither a Keras archive nor an HDF5 file');
  const entries = zipEntries(source);
  const config = entries.get(archived.config);
  if (!config) throw new TensorFileError(`it is an archive without ${archived.config}`);
  if (config.size > longestJson) throw new TensorFileError(`its ${archived.config} is too long`);
  const found = modelInText(new TextDecoder().decode(config.read()));
  const weights = entries.get(archived.weights);
  if ('problem' in found || !weights) return found;
  return { ...found, weights: { kind: 'hdf5', root: readHdf5(weights.content()) } };
}

function modelInHdf5(root: Hdf5Object): SavedModel | NoModel | typeof weightsOnly {
  const [config, training] = ['model_config', 'training_config'].map((name) => {
    const written = root.attributes.get(name);
    return typeof written === 'string' ? parsePlaced(written) : undefined;
  });
  if (!config) return weightsOnly;
  if ('message' in config) throw new TensorFileError(`in its configuration ${config.message}`);
  const compiled = training && !('message' in training) && training.kind === 'object' ? training : undefined;
  return modelIn(config, compiled, { kind: 'hdf5', root });
}

function modelIn(
  json: Json,
  training: JsonObject | undefined,
  weights: SavedWeights | null,
): SavedModel | NoModel {
  const name = textIn(json, 'class_name');
  const config = fieldOf(json, 'config');
  const hasLayers = config?.kind === 'list' || fieldOf(config, 'layers')?.kind === 'list';
  if (json.kind === 'object' && name !== undefined && hasLayers) return { model: json, training, weights };
  const problem =
    name === undefined
      ? 'This file has no "class_name" and "config" of a model.'
      : `This file says of the model only that its class is ${name.slice(0, 60)}: layers that stand in Python code are not saved. Inspect its source instead.`;
  return { problem, place: json.place };
}
