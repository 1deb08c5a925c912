/** Prints the names of the operators that are claimed, for test/goldens/onnx_operator_cases.py. */
import { operators } from '../../../src/readers/onnx/operators/table';

console.log([...operators.keys()].join(' '));
