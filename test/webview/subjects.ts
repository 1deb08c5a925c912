/** Inspections of texts, and the answers to questions about their networks. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../../src/analysis/report';
import type { Files, Source } from '../../src/base/source';
import { readWithNeeds } from '../../src/cli/sourceFiles';
import { defaultOptions, inspectAll, type Inspection } from '../../src/inspect/inspect';
import { noOverrides, type Overrides } from '../../src/readers/reader';
import { readSource } from '../../src/readers/table';
import { StudyRefused, type Subject } from '../../src/studies/study';
import { answersTo, type Answer } from '../../src/studies/table';
import { unhurried } from '../../src/tensor/pace';
import { kernelsOf } from '../tensor/wasmModules';

const root = path.resolve(__dirname, '../..');

/** The report of a network file given as text. */
export function inspected(text: string, name = 'case.network.yaml'): Inspection {
  const source = { path: name, text };
  const inspection = inspectAll(source, exampleData);
  subjects.set(inspection.report, (index) => subjectOf(source, exampleData, noOverrides, index));
  return inspection;
}

/** The report of a file of any format, read from the disk with what it names and imports, by the fast kernels. */
export async function inspectedFile(file: string, sitePackages: readonly string[]): Promise<Inspection> {
  const kernels = await kernelsOf('simd');
  const packages = sitePackages.map((folder) => path.relative(path.dirname(file), folder));
  const overrides = { ...noOverrides, packages };
  return readWithNeeds(
    file,
    (source, files) => {
      const inspection = inspectAll(source, files, { overrides, kernels: () => kernels });
      subjects.set(inspection.report, (index) => subjectOf(source, new Map(files), overrides, index));
      return inspection;
    },
    ({ report }) => report.needs,
    { sitePackages },
  );
}

/** The data files of the examples, by their names. */
const exampleData: Files = new Map(
  readdirSync(path.join(root, 'examples'))
    .filter((name) => name.endsWith('.csv'))
    .map((name) => [name, readFileSync(path.join(root, 'examples', name))]),
);

/** The subject of the studies of a network, by the report of its source. */
const subjects = new WeakMap<Report, (network: number) => Subject>();

function subjectOf(source: Source, files: Files, overrides: Overrides, index: number): Subject {
  const network = readSource(source, files, overrides).networks[index];
  if (!network) throw new Error(`There is no network ${index} in ${source.path}`);
  return {
    ...{ source, files, network, index, memoryLimit: 2 ** 31 },
    ...{ kernels: defaultOptions.kernels(unhurried), checkpoint: () => undefined },
  };
}

/** The whole answer to a question about a network of an inspection, or why there is none. */
export function answered(inspection: Inspection, network: number, question: unknown): Answer | StudyRefused {
  const subject = subjects.get(inspection.report)?.(network);
  if (!subject) return new StudyRefused('The report of this fixture was bent; no study can be made of it.');
  try {
    const steps = answersTo(subject, question);
    for (;;) {
      const { value, done } = steps.next();
      // The table of studies makes sure that a study answers what it is asked.
      if (done === true) return value as Answer;
    }
  } catch (error) {
    if (error instanceof StudyRefused) return error;
    throw error;
  }
}
