/** Lets a person choose weights and data for a source, and of the data what is predicted from what; remembered for each source. */
import * as vscode from 'vscode';
import { relativePath } from '../base/paths';
import type { ChosenData } from '../analysis/report';
import type { DataChoice, GiveOrder, Scaling } from '../protocol/messages';
import type { Parts } from './commands';
import { labelOf, uriOf } from './networkFiles';

type What = GiveOrder['what'];

/** Files that are offered, and those of them that are settings rather than data. */
const patterns: Readonly<Record<What, string>> = {
  weights: '**/*.{safetensors,pt,pth,npz,h5,keras}',
  data: '**/*{.csv,.tsv,.csv.gz,.npy,.npz,.json,-ubyte,-ubyte.gz}',
};
const isSettings =
  /(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|settings|launch|tasks)\.json$|\.network\.json$/;
const mostFiles = 500;

const words = {
  weights: {
    title: 'Weights',
    ask: 'File of weights, with the names of the parameters',
    none: 'Start as the source says',
  },
  data: {
    title: 'Data',
    ask: 'File of samples: csv, tsv, npy, npz, idx or JSON',
    none: "Use the source's own data",
  },
} as const;

/** Does what a panel asks for. */
export async function give(parts: Parts, { path, what, to }: GiveOrder): Promise<void> {
  if (to === 'choose') return chooseFile(parts, path, what);
  await parts.choices[what].choose(path, null);
  await parts.session.look(path, { urgent: true });
}

/** Looks at a source with a file beside it. Without a file it is asked for, and so is what is used of data. */
export async function chooseFile(parts: Parts, path: string, what: What, handed?: vscode.Uri): Promise<void> {
  const picked = handed ?? (await pickFile(parts, path, what));
  if (picked === undefined) return;
  if (picked === null) {
    await give(parts, { kind: 'give', path, what, to: 'nothing' });
    return;
  }
  const folder = vscode.Uri.joinPath(uriOf(path), '..').path;
  const file = relativePath(folder, picked.path);
  if (what === 'weights') await use(parts, path, () => parts.choices.weights.choose(path, file));
  else if (handed) await use(parts, path, () => parts.choices.data.choose(path, { file }));
  else await chooseColumns(parts, path, file);
}

async function use(
  { files, lens, session }: Parts,
  path: string,
  choose: () => Promise<void>,
): Promise<void> {
  await choose();
  files.add(path);
  lens().show(path);
  await session.look(path, { urgent: true });
}

/** A file of the workspace or from elsewhere; null: none any more, undefined: nothing was chosen. */
async function pickFile(
  { choices }: Parts,
  path: string,
  what: What,
): Promise<vscode.Uri | null | undefined> {
  const { title, ask, none } = words[what];
  const found = await vscode.workspace.findFiles(patterns[what], '**/node_modules/**', mostFiles);
  const rows = found
    .filter((uri) => !isSettings.test(uri.path))
    .map((uri) => ({ label: labelOf(uri.toString()), uri: uri }))
    .sort((one, other) => one.label.localeCompare(other.label));
  const browse = { label: '$(folder-opened) Browse...', uri: undefined };
  const own = { label: `$(discard) ${none}`, uri: null };
  const picked = await vscode.window.showQuickPick(
    [...(choices[what].of(path) === null ? [] : [own]), ...rows, browse],
    { title: `${title} for ${labelOf(path)}`, placeHolder: ask },
  );
  if (picked !== browse) return picked?.uri;
  const [browsed] = (await vscode.window.showOpenDialog({ title: ask })) ?? [];
  return browsed;
}

/** Takes the data as the guess has it first, since the columns are known then, and asks what is meant. */
async function chooseColumns(parts: Parts, path: string, file: string): Promise<void> {
  const before = parts.session.envelope(path)?.revision ?? 0;
  await use(parts, path, () => parts.choices.data.choose(path, { file }));
  const data = await dataBehind(parts, path, before);
  if (!data) return;
  const choice = await asWanted(data, file);
  if (choice) await use(parts, path, () => parts.choices.data.choose(path, choice));
}

const askEvery = 100;
const longestWait = 20_000;

/** The data as the first report behind a revision has them; null where there is none in time, or they cannot be read. */
async function dataBehind({ session }: Parts, path: string, revision: number): Promise<ChosenData | null> {
  for (let waited = 0; waited < longestWait; waited += askEvery) {
    const envelope = session.envelope(path);
    if (envelope && envelope.revision > revision) return envelope.report.data ?? null;
    if (session.failure(path) !== null) return null;
    await new Promise((resolve) => setTimeout(resolve, askEvery));
  }
  return null;
}

/** Asks for target, features and scaling, each filled in with what was guessed; null where a question is left. */
async function asWanted(data: ChosenData, file: string): Promise<DataChoice | null> {
  const title = `Data of ${data.file}`;
  const kinds = { numbers: '', words: 'words, which become classes' } as const;
  const noTarget = { label: '$(circle-slash) No target', description: 'random targets', name: null };
  const targets = data.columns.map(({ name, kind }) => ({
    ...{ label: name === data.target ? `$(check) ${name}` : name, description: kinds[kind], name },
  }));
  const first = targets.filter(({ name }) => name === data.target);
  const others = targets.filter(({ name }) => name !== data.target);
  const target = await vscode.window.showQuickPick([...first, ...others, noTarget], {
    ...{ title, placeHolder: 'What is to be predicted' },
  });
  if (!target) return null;
  const inputs = data.columns
    .filter(({ name, kind }) => name !== target.name && kind === 'numbers')
    .map(({ name }) => ({ label: name, picked: data.features.includes(name) || name === data.target }));
  const features =
    inputs.length < 2
      ? inputs
      : await vscode.window.showQuickPick(inputs, {
          ...{ title, placeHolder: 'From which columns', canPickMany: true },
        });
  if (!features) return null;
  const scaling = await vscode.window.showQuickPick(scalings, {
    ...{ title, placeHolder: `The inputs are used ${data.scaled}` },
  });
  if (!scaling) return null;
  const { scaling: how } = scaling;
  return { file, target: target.name, features: features.map(({ label }) => label), scaling: how };
}

const scalings: readonly (vscode.QuickPickItem & { readonly scaling: Scaling })[] = [
  { label: 'As they are', scaling: 'none' },
  {
    label: 'Standardised',
    description: 'every column to mean 0 and standard deviation 1',
    scaling: 'standardised',
  },
  { label: 'Divided by 255', description: 'pixels from 0 to 255', scaling: 'pixels' },
];
