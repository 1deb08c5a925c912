/** The report as JSON for other programs, from the command line, the editor's command and the panel alike: lines and columns from 1, numbers that are not finite as null. */
import { pathOfSpan } from '../base/paths';
import type { Span } from '../base/span';
import type { CircuitNode } from '../analysis/circuit/report';
import type { Finding, LayerReport, NetworkReport, Report } from '../analysis/report';
import type { FirstSteps } from '../analysis/firstSteps';
import { identityOf, type PlacedFinding } from './findingIdentity';

/** Counts changes of this format that could break a program that reads it. */
export const formatVersion = 1;

/** Findings that were there before. */
type Known = Readonly<{ knows: (placed: PlacedFinding) => boolean }>;

/** All files of one call; with a baseline each finding says whether it was there before. */
export function jsonReport(reports: readonly Report[], baseline: Known | null): unknown {
  return { version: formatVersion, files: reports.map((report) => jsonFile(report, baseline)) };
}

function jsonFile(report: Report, baseline: Known | null): unknown {
  return {
    path: report.path,
    kernels: report.kernels,
    problems: report.problems.map(({ severity, message, span }) => ({
      ...elsewhere(report, span),
      line: span.start.line + 1,
      column: span.start.column + 1,
      severity,
      message,
    })),
    networks: report.networks.map((network) => jsonNetwork({ report, network, baseline })),
    ...(report.choices && {
      choices: report.choices.map(({ expression, label, span, shown }) => ({
        ...{ expression, label, ...elsewhere(report, span), line: span.start.line + 1, shown },
      })),
    }),
    ...(report.tensors && { tensors: report.tensors }),
    ...(report.data && { data: report.data }),
  };
}

/** The path of a span that lies in another file than the source, or in a cell of it. */
function elsewhere({ path }: Report, span: Span): { readonly path?: string } {
  return span.path === path ? {} : { path: pathOfSpan(path, span.path) };
}

interface Place {
  readonly report: Report;
  readonly network: NetworkReport;
  readonly baseline: Known | null;
}

function jsonNetwork(place: Place): unknown {
  const { network } = place;
  return {
    name: network.name,
    ...elsewhere(place.report, network.span),
    line: network.span.start.line + 1,
    parameters: network.parameters,
    trainableParameters: network.trainableParameters,
    inputShapes: network.inputShapes,
    outputShapes: network.outputShapes,
    batch: network.batch,
    seed: network.seed,
    loss: network.loss?.name ?? null,
    lossValue: network.loss?.value ?? null,
    chanceLoss: network.loss?.chance ?? null,
    gradientNorm: network.gradientNorm,
    deltaRatio: network.flow?.ratio ?? null,
    halfLife: network.flow?.halfLife ?? null,
    halfPrecision: network.halfPrecision,
    firstSteps: network.firstSteps && jsonFirstSteps(network.firstSteps),
    refusal: network.refusal,
    ...(network.weights && { weights: network.weights }),
    assumptions: network.assumptions.map(({ message }) => message),
    layers: network.layers.map((layer) => jsonLayer(layer, place.report)),
    ...(network.circuit && { gates: network.circuit.nodes.map(jsonGate) }),
    findings: network.findings.map((finding) => jsonFinding(finding, place)),
  };
}

/** Losses, norms and what clipping leaves of them by step, and by parameter how far a step moves it. */
function jsonFirstSteps({ batch, losses, norms, kept, updates, slower }: FirstSteps): unknown {
  const known = kept.filter(Number.isFinite);
  return {
    batch,
    losses,
    gradientNorms: norms,
    clippedShare: known.length === 0 ? null : known.filter((share) => share < 1).length / known.length,
    updates: updates.map(({ parameter, ratio, ofFirst }) => ({ parameter, ratio, ratioToFirst: ofFirst })),
    slower: slower && { rate: slower.rate, firstLoss: slower.first, lastLoss: slower.last },
  };
}

/** A gate, an input or a constant of a circuit. */
function jsonGate({ name, kind, value, gradient }: CircuitNode): unknown {
  return { name, kind, value, gradient };
}

function jsonLayer(layer: LayerReport, report: Report): unknown {
  return {
    name: layer.name,
    ...elsewhere(report, layer.span),
    line: layer.span.start.line + 1,
    ...(layer.calls && {
      calls: layer.calls.map((span) => ({ ...elsewhere(report, span), line: span.start.line + 1 })),
    }),
    op: layer.kind,
    activation: layer.activation,
    shape: layer.shape,
    parameters: layer.parameters,
    delta: layer.delta,
    deltaPerSample: layer.deltaPerSample,
    gain: layer.gain?.total ?? null,
    gainOfActivation: layer.gain?.activation ?? null,
    gainOfWeights: layer.gain?.weights ?? null,
    deadUnits: layer.dead?.units ?? null,
    saturated: layer.saturated,
    zeros: layer.zeros,
    output: layer.output,
    preActivation: layer.preActivation,
    parameterTensors: layer.parameterReports.map(
      ({ name, shape, std, gradientRms, gradientMaximum, gradientRatio }) => ({
        name,
        shape,
        std,
        gradientRms,
        gradientMaximum,
        gradientRatio,
      }),
    ),
  };
}

function jsonFinding(finding: Finding, place: Place): unknown {
  const { report, network, baseline } = place;
  const { layers } = network;
  const placed = { report, network, finding };
  return {
    rule: finding.rule,
    severity: finding.severity,
    layer: finding.layer === null ? null : (layers[finding.layer]?.name ?? null),
    fingerprint: identityOf(placed).fingerprint,
    ...(baseline && { known: baseline.knows(placed) }),
    ...elsewhere(report, finding.span),
    line: finding.span.start.line + 1,
    message: finding.message,
    value: finding.value,
    limit: finding.limit,
    cause: finding.cause,
    remedies: finding.remedies,
    consequences: finding.consequences.map((consequence) => jsonFinding(consequence, place)),
  };
}
