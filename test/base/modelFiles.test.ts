// Names of model files, and names that only look like them.
import assert from 'node:assert/strict';
import { isModelJson, isModelPath } from '../../src/base/modelFiles';

describe('the names of model files', () => {
  for (const path of ['a.onnx', 'A.ONNX', 'x/y.keras', 'w.h5', 'w.hdf5', 'b.pt', 'b.pth', 's.safetensors'])
    it(`${path} is one`, () => assert.equal(isModelPath(path), true));

  for (const path of [
    'a.onnx.txt',
    'onnx',
    'model.json',
    'a.py',
    'a.tflite',
    'a.pth.py',
    'a.keras/x',
    'data.npz',
  ])
    it(`${path} is none`, () => assert.equal(isModelPath(path), false));
});

describe('models as JSON', () => {
  // What model.to_json() of Keras 3 and of Keras 2, and tfjs.converters.save_keras_model, begin with.
  for (const text of [
    '{"module": "keras", "class_name": "Functional", "config": {"name": "functional"}}',
    '{"class_name": "Model", "config": {"name": "model_1"}, "keras_version": "2.2.4"}',
    '\uFEFF {"format": "layers-model", "modelTopology": {"keras_version": "2.4"}}',
  ])
    it(`${text.slice(0, 40)} is one`, () => assert.equal(isModelJson(text), true));

  for (const text of [
    '{"name": "x", "config": {}}',
    '[{"class_name": "Sequential", "config": {}}]',
    '',
    '{"class_name": "Dense", "config": {}}',
  ])
    it(`${text.slice(0, 40)} is none`, () => assert.equal(isModelJson(text), false));
});
