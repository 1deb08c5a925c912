/** Puts the parts of the compiler together. */
import { boundNames } from '../parse/names';
import type { ParsedFile } from '../parse/parsedFile';
import type { Statement } from '../parse/syntax';
import { compileExpression } from './expressions';
import { compileFunction } from './functions';
import { compileResumable } from './generators';
import type { Compile, Scope } from './scope';
import { compileBlock, compileStatement } from './statements';
import { compileTarget } from './targets';

const compile: Compile = {
  expression: compileExpression,
  statement: compileStatement,
  block: compileBlock,
  target: compileTarget,
  resumable: compileResumable,
  makeFunction: compileFunction,
};

/** The scope of a file's top level. */
export function moduleScope(file: ParsedFile): Scope {
  return {
    kind: 'module',
    file,
    parent: null,
    compile,
    slots: new Map(),
    globals: new Set(),
    nonlocals: new Set(),
    bound: namesOf(file.body),
    className: null,
    qualifier: '',
    importsGuarded: 0,
    yields: new Map(),
  };
}

/** Names that top levels bind: looking into a program asks for them at every call of it. */
const known = new WeakMap<readonly Statement[], ReadonlySet<string>>();

function namesOf(body: readonly Statement[]): ReadonlySet<string> {
  const names = known.get(body) ?? boundNames(body).bound;
  known.set(body, names);
  return names;
}
