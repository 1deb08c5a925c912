// Names of model files, and names that only look like them.
import assert from 'node:assert/strict';
import { isModelPath } from '../../src/base/modelFiles';

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
