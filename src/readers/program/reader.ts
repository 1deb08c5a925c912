/** The reader of programs in PyTorch and Keras: models of the program are made and traced without running anything outside of our evaluator. */
import { importsFramework, isProgramPath } from '../../base/programs';
import type { Problem } from '../../base/problem';
import type { Files, Source } from '../../base/source';
import { fileStart } from '../../base/span';
import { readProgram, type Program } from '../python/read/program';
import { spanOf } from '../python/values/place';
import type { Choice, Overrides, Reader, Reading } from '../reader';
import { unwatched, type Watch } from '../watch';
import type { Candidate, Survey } from './choose/candidate';
import { survey } from './choose/candidates';
import { choose } from './choose/choose';
import { directivesOf } from './choose/directives';
import { unseenModel } from './choose/unseen';
import { editProgram } from './edit/edit';
import { programModules } from './modules';
import { ownProblems } from './problems';

/** Reads Python files and notebooks that import a framework. */
export const programReader: Reader = {
  claims: ({ path, text }) => isProgramPath(path) && importsFramework(text),
  isProgram: true,
  read,
  edit: (source, network, intents, readWith) => {
    const { files, overrides, watch } = readWith;
    const readAnew = (each: Source): Reading => read(each, files, overrides, watch);
    return editProgram(source, network, intents, readWith.read ?? readAnew, readWith);
  },
};

/**
 * Steps of one piece of work: making a module, or running its forward once. Real models take some ten thousand; those that count the offsets
 * of every two pixels take up to six million (TinyViT). Whoever waits is protected by the time limit.
 */
const mostSteps = 20_000_000;

function read(source: Source, files: Files, overrides: Overrides, watch: Watch = unwatched): Reading {
  const program = readProgram(source, {
    ...watch,
    files,
    modules: programModules,
    packages: overrides.packages ?? [],
    roots: ['', '..', '../..', '../../..', '../../../..'],
    limits: { steps: mostSteps },
  });
  const needs = program.needs();
  // What files that are still to come will change is not worth a run.
  const found = needs.length > 0 ? nothing : lookedThrough(program, source, overrides, watch);
  const { problems, ...others } = found;
  const all = [...program.problems(), ...problems, ...brokenOff(program)];
  return { ...others, problems: ownProblems(program, all), needs: program.needs() };
}

/** What a reading gives beside the files that it needs. */
type Found = Pick<Required<Reading>, 'networks' | 'problems' | 'choices'>;

const nothing: Found = { networks: [], problems: [], choices: [] };

/** A program must never end a reading: what none of us has foreseen is told as a problem. */
function lookedThrough(program: Program, source: Source, overrides: Overrides, { checkpoint }: Watch): Found {
  try {
    const found = survey(program);
    const directives = directivesOf(program.main.file);
    const { network, problems, candidate } = choose(found, directives, overrides);
    const unseen = network || problems.length > 0 ? null : unseenModel(found);
    return {
      networks: network ? [network] : [],
      problems: [...directives.problems, ...problems, ...(unseen ? [unseen] : [])],
      choices: choicesOf(found, candidate),
    };
  } catch (error) {
    // Where nobody waits for the reading any more, it ends with what the watch throws.
    checkpoint();
    const reason = error instanceof Error ? error.message : String(error);
    const message = `This program could not be read to its end, which is a fault of ours: ${reason}.`;
    return { ...nothing, problems: [{ severity: 'error', message, span: fileStart(source.path) }] };
  }
}

/** What there is to say where the time was up. */
function brokenOff({ machine, main }: Program): readonly Problem[] {
  if (!machine.over) return [];
  const { message, place } = machine.over;
  return [{ severity: 'warning', message, span: place ? spanOf(place) : fileStart(main.file.path) }];
}

function choicesOf({ candidates }: Survey, chosen: Candidate | null): readonly Choice[] {
  const listed = candidates.map(({ expression, label, span }) => ({
    expression,
    label,
    span,
    shown: expression === chosen?.expression,
  }));
  if (!chosen || listed.some(({ shown }) => shown)) return listed;
  const { expression, label, span } = chosen;
  return [{ expression, label, span, shown: true }, ...listed];
}
