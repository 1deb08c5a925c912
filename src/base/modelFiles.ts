/** Which files hold models that were saved by a framework, told by their names, and how large one may be. */

/** Bytes of a model file that are read at most: it is held by the editor's side and by the worker at once. */
export const largestModelFile = 1024 ** 3;

/** Whether a path names a binary model file, which is read as bytes: ONNX, Keras archives and HDF5, PyTorch checkpoints, safetensors. */
export function isModelPath(path: string): boolean {
  return /\.(?:onnx|keras|h5|hdf5|pt|pth|safetensors)$/i.test(path);
}

/** Whether a text begins like a model that Keras or TensorFlow.js has saved as JSON; costs one glance at its start. */
export function isModelJson(text: string): boolean {
  const start = text.slice(0, 4000);
  if (!/^\uFEFF?\s*\{/.test(start)) return false;
  return (
    /"modelTopology"\s*:/.test(start) ||
    (/"class_name"\s*:\s*"(?:Sequential|Functional|Model)"/.test(start) && /"config"\s*:/.test(start))
  );
}
