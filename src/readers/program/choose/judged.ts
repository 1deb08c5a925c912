/** Which models a loss judges: of the two of a GAN the criterion sees only what the discriminator says. */
import type { Program } from '../../python/read/program';
import { walk } from '../../python/parse/names';
import type { CallSite } from '../../python/read/sites';
import { targetOf } from './candidates';

/** Whether a loss, by the call that makes or computes it, judges others of the program's models and never this one. */
export function judgesOthers(
  program: Program,
  sites: readonly CallSite[],
  loss: CallSite,
  target: string | null,
  others: ReadonlySet<string>,
): boolean {
  if (target === null || others.size === 0) return false;
  const criterion = targetOf(program, loss);
  const uses = criterion === null ? [] : sites.filter(({ callee }) => callee === criterion);
  const models = new Set([target, ...others]);
  const judged = new Set([loss, ...uses].flatMap((site) => calledFor(program, sites, site, models)));
  return !judged.has(target) && [...judged].some((name) => others.has(name));
}

/** What a call's arguments come from: what is called in them, and what was called for the variables in them; not what a model is given there. */
function calledFor(
  program: Program,
  sites: readonly CallSite[],
  { node }: CallSite,
  models: ReadonlySet<string>,
): readonly string[] {
  const called: string[] = [];
  const variables = new Set<string>();
  walk([...node.args, ...node.keywords.map(({ value }) => value)], (inner) => {
    if (inner['nodeType'] === 'Call') {
      const { func } = inner as unknown as CallSite['node']; // its type was just looked at
      const callee = program.main.file.textOf(func);
      called.push(callee);
      if (models.has(callee)) return false;
    } else if (inner['nodeType'] === 'Name') variables.add(String(inner['id']));
    return true;
  });
  const behind = sites.filter((site) => variables.has(targetOf(program, site) ?? ''));
  return [...called, ...behind.map(({ callee }) => callee)];
}
