/** What the extension does only when somebody asks for it: a bundle of its own, so that activation does not wait for it. */
export { applyEdits } from './applyEdits';
export { inspectChoice, pickNetwork, writeDirective } from './choosing';
export { earlierTexts } from './earlierTexts';
export { selectRow } from './editor/networksTree';
export { drawSurfaces } from './editor/surfaces';
export { chooseFile, give } from './givenFiles';
export { fetchNeed } from './needs';
export { onPackagesAppeared, packageFolders } from './packages';
export { reportFile, saveExport } from './exporting';
export { exampleFile, pickSource, revealSpan } from './opening';
export { selectedExpression } from './selectedExpression';
export { Studies } from './studies';
export { explainFinding, inspectGradients } from './tools/tools';
