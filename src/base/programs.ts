/** Which files are programs that may define networks, told without reading them, and how many files one of them may ask for. */

/** Bytes of a program's file that are read at most. */
export const largestProgramFile = 5 * 1024 ** 2;

/** How many files one source may ask for, those that do not exist included: every import may stand in several places. */
export const mostFiles = 4000;

/** How often a source is read anew with the files that it has asked for; each import that was found may name further ones. */
export const mostRounds = 40;

/** Whether a path names a program: a Python file or a notebook. */
export function isProgramPath(path: string): boolean {
  return /\.(?:py|ipynb)$/i.test(path);
}

/** Whether a path names a notebook. */
export function isNotebookPath(path: string): boolean {
  return /\.ipynb$/i.test(path);
}

/** The packages whose networks are read, and those that are made of them: who imports a model of theirs needs no other import. */
const frameworks = [
  ...['torch', 'keras', 'tensorflow', 'tf_keras'],
  ...['torchvision', 'timm', 'transformers', 'segmentation_models_pytorch', 'keras_hub'],
] as const;

/**
 * An import of such a package at the start of a statement, in a Python file or within the texts of a notebook's JSON, where a line begins
 * behind a quote or an escaped line end.
 */
const frameworkImport = new RegExp(
  `(?:^|["';:]|\\\\n)[ \\t]*(?:from[ \\t]+(?:${frameworks.join('|')})\\b|import[ \\t]+(?:[\\w.]+(?:[ \\t]+as[ \\t]+\\w+)?[ \\t]*,[ \\t]*)*(?:${frameworks.join('|')})\\b)`,
  'm',
);

/** Whether a text imports PyTorch, Keras or TensorFlow; costs one search, so that whoever opens a file without them loads nothing. */
export function importsFramework(text: string): boolean {
  return frameworks.some((name) => text.includes(name)) && frameworkImport.test(text);
}
