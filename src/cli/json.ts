/** The report as JSON, as every place that writes one has it. */
export { formatVersion, jsonReport } from '../protocol/reportJson';
