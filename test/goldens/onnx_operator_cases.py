"""
Packs ONNX's own operator tests (onnx.backend.test.case.node, Apache-2.0, see onnx-operators/NOTICE) into onnx-operators/cases.json: for
every operator that is claimed its cases, the model in base64 with all inputs but the first as initialisers, and the numbers that must come
out. Claimed operators come from the command line, by `npx tsx test/readers/onnx/claimed.ts`.
"""
import base64
import collections
import json
import pathlib
import sys
import warnings

import numpy as np
import onnx
import onnx.reference
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

from golden import numbers

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).parent / "onnx-operators"
MOST_CASES = 40
MOST_BYTES = 9_000
WHOLE = {"i": "int32", "u": "int32", "b": "bool", "f": "float"}

def short(value):
    """As many digits as a float32 has."""
    return value if isinstance(value, (int, str)) else float(f"{value:.9g}")


def plain(array):
    values = [short(value) for value in numbers(array.astype(np.float64).reshape(-1).tolist())]
    return {"shape": list(array.shape), "type": WHOLE[array.dtype.kind], "values": values}


def reason(case):
    """Why a case of ONNX's is not held, or none."""
    inputs, outputs = ([np.asarray(array) if np.isscalar(array) else array for array in arrays] for arrays in case.data_sets[0])
    if case.name.startswith(LEFT_OUT) and "zero_ratio" not in case.name:
        return "draws by chance" if "dropout" in case.name else "its numbers are given with four digits"
    if any(not isinstance(array, np.ndarray) for array in [*inputs, *outputs]):
        return "holds sequences or nothing"
    for array in [*inputs, *outputs]:
        if array.dtype.kind not in WHOLE or array.dtype in (np.float16,):
            return f"holds elements of type {array.dtype}"
        if array.size == 0:
            return "holds an axis without elements"
    if len(inputs) != len(case.model.graph.input):
        return "leaves inputs out"
    types = {value.type.tensor_type.elem_type for value in case.model.graph.input}
    if types & {10, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26}:
        return "holds elements of 8 or 16 bits that are no whole numbers"
    return None


def usable(array):
    return isinstance(array, np.ndarray) and array.dtype.kind in WHOLE and array.dtype != np.float16 and array.size > 0


def packed(case):
    graph = case.model.graph
    inputs, outputs = ([np.asarray(array) if np.isscalar(array) else array for array in arrays] for arrays in case.data_sets[0])
    names = [value.name for value in graph.input]
    if not all(usable(array) for array in [*inputs, *outputs]) or len(graph.node) != 1 or len(inputs) != len(names):
        return None
    types = {value.type.tensor_type.elem_type for value in graph.input}
    if types & {10, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26}:
        return None
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    for version in model.opset_import:
        # Not, Size and Identity have been the same since version 1.
        version.version = max(7, version.version)
    given = names[:1] if inputs and inputs[0].dtype.kind in "fiub" else []
    node = graph.node[0]
    if node.op_type in ("Range", "ConstantOfShape"):
        given = []
    if node.op_type in ("Where",):
        given = names[1:2]
    for name, array in zip(names, inputs):
        if name not in given:
            model.graph.initializer.append(numpy_helper.from_array(array, name))
    kept = [value for value in model.graph.input if value.name in given]
    del model.graph.input[:]
    model.graph.input.extend(kept)
    data = {
        "op": node.op_type,
        "name": case.name,
        "model": base64.b64encode(model.SerializeToString()).decode(),
        "inputs": [plain(array) for name, array in zip(names, inputs) if name in given],
        "outputs": [plain(array) for array in outputs],
        "training": "training" in case.name or "train" in case.name,
    }
    return data if len(json.dumps(data)) <= (MOST_BYTES if not case.name.startswith('own') else 10 * MOST_BYTES) else None


# Masks are drawn at random there; the numbers of the other are given with four digits.
LEFT_OUT = ("test_training_dropout", "test_averagepool_2d_ceil_last_window_starts_on_pad")


class Own:
    """A case of ours, whose numbers ONNX's reference evaluator gives: for operators whose own cases are large or missing."""

    def __init__(self, name, node, inputs, version=20, outputs=None):
        info = [onnx.helper.make_tensor_value_info(n, onnx.helper.np_dtype_to_tensor_dtype(a.dtype), a.shape) for n, a in zip(node.input, inputs)]
        outs = [onnx.helper.make_empty_tensor_value_info(n) for n in node.output]
        graph = onnx.helper.make_graph([node], name, info, outs)
        self.model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", version)])
        self.name = name
        outputs = outputs or onnx.reference.ReferenceEvaluator(self.model).run(None, dict(zip(node.input, inputs)))
        self.data_sets = [(inputs, outputs)]


def own_cases():
    draw = np.random.default_rng(7)
    normal = lambda *shape: draw.normal(size=shape).astype(np.float32)
    node = onnx.helper.make_node
    image = normal(2, 3, 4, 5)
    # The evaluator lacks this one; its formula is the norm of each channel.
    norm = (np.abs(image) ** 3).sum(axis=(2, 3), keepdims=True) ** (1 / 3)
    yield packed(Own("own_erf", node("Erf", ["x"], ["y"]), [normal(2, 3, 4)]))
    yield packed(Own("own_mish", node("Mish", ["x"], ["y"]), [normal(2, 3, 4)]))
    yield packed(Own("own_global_lp_pool", node("GlobalLpPool", ["x"], ["y"], p=3), [image], outputs=[norm]))
    # The evaluator sums over the channels of as many as there are samples; by the operator's formula.
    x = normal(2, 6, 2, 3)
    squares = np.stack([(x[:, max(0, c - 1) : c + 2] ** 2).sum(axis=1) for c in range(6)], axis=1)
    lrn = x / (2 + 0.2 / 3 * squares) ** 0.5
    yield packed(Own("own_lrn", node("LRN", ["x"], ["y"], size=3, alpha=0.2, beta=0.5, bias=2.0), [x], outputs=[lrn]))
    # Softmax over an axis and all behind it, as before version 13; the evaluator knows the newer one only.
    x = normal(2, 3, 4)
    powers = np.exp(x) / np.exp(x).sum(axis=(1, 2), keepdims=True)
    yield packed(Own("own_softmax_12", node("Softmax", ["x"], ["y"], axis=1), [x], 12, [powers]))
    logs = x - np.log(np.exp(x).sum())
    yield packed(Own("own_log_softmax_11", node("LogSoftmax", ["x"], ["y"], axis=0), [x], 11, [logs]))
    types = onnx.TensorProto
    for to in (types.INT64, types.DOUBLE, types.BOOL):
        yield packed(Own(f"own_cast_{to}", node("Cast", ["x"], ["y"], to=to), [np.array([[-1.5, 0, 2.75]], np.float32)]))
    yield packed(Own("own_cast_from_int", node("Cast", ["x"], ["y"], to=types.FLOAT), [np.array([[-1, 0, 3]])]))
    yield packed(Own("own_cast_like", node("CastLike", ["x", "like"], ["y"]), [np.array([[-1.5, 0, 2.75]], np.float32), np.array([1])]))
    yield packed(Own("own_hardmax_12", node("Hardmax", ["x"], ["y"], axis=1), [normal(3, 4)], 12))
    # Attributes that later became inputs.
    yield packed(Own("own_squeeze_11", node("Squeeze", ["x"], ["y"], axes=[1]), [normal(2, 1, 3)], 11))
    yield packed(Own("own_unsqueeze_11", node("Unsqueeze", ["x"], ["y"], axes=[0, 3]), [normal(2, 3)], 11))
    yield packed(Own("own_slice_9", node("Slice", ["x"], ["y"], starts=[1, -2], ends=[9, 9], axes=[1, 2]), [normal(2, 3, 4)], 9))
    yield packed(Own("own_clip_6", node("Clip", ["x"], ["y"], min=-0.5, max=0.25), [normal(3, 4)], 10))
    yield packed(Own("own_pad_2", node("Pad", ["x"], ["y"], pads=[0, 1, 2, 0], value=1.5), [normal(3, 4)], 10))
    yield packed(Own("own_reduce_sum_11", node("ReduceSum", ["x"], ["y"], axes=[1], keepdims=0), [normal(3, 4, 2)], 11))
    yield packed(Own("own_split_11", node("Split", ["x"], ["y", "z"], axis=1, split=[1, 3]), [normal(3, 4)], 11))
    yield packed(Own("own_upsample_9", node("Upsample", ["x", "s"], ["y"]), [image, np.array([1, 1, 2, 3], np.float32)], 9))
    yield packed(Own("own_dropout_11", node("Dropout", ["x"], ["y"], ratio=0.3), [normal(3, 4)], 11))
    yield packed(Own("own_top_k_9", node("TopK", ["x"], ["y", "z"], k=2), [normal(3, 5)], 9))
    yield packed(Own("own_matmul_3d", node("MatMul", ["x", "w"], ["y"]), [normal(2, 3, 4), normal(4, 5)]))


def main(claimed):
    chosen = collections.defaultdict(list)
    excluded = []
    cases = sorted(collect_testcases(None), key=lambda case: (len(case.model.SerializeToString()), case.name))
    for case in cases:
        if len(case.model.graph.node) != 1 or case.model.graph.node[0].op_type not in claimed:
            continue
        op = case.model.graph.node[0].op_type
        why = reason(case)
        data = packed(case) if why is None else None
        if data is None or len(chosen[op]) >= MOST_CASES:
            excluded.append({"op": op, "name": case.name, "reason": why or ("is large" if data is None else "there are enough")})
        else:
            chosen[op].append(data)
    for data in own_cases():
        if data["op"] in claimed:
            chosen[data["op"]].append(data)
    rows = [data for op in sorted(chosen) for data in chosen[op]]
    FOLDER.mkdir(exist_ok=True)
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    (FOLDER / "cases.json").write_text(f"[\n{text}\n]\n")
    left_out = ",\n".join(json.dumps(row, separators=(",", ":")) for row in excluded)
    (FOLDER / "excluded.json").write_text(f"[\n{left_out}\n]\n")
    held = sum(len([row for row in chosen[op] if not row["name"].startswith("own")]) for op in chosen)
    print(len(rows), "cases,", len(text), "bytes;", held, "of ONNX's,", len(excluded), "excluded:", dict(collections.Counter(row["reason"] for row in excluded)))
    print("without a case:", sorted(claimed - set(chosen)))


if __name__ == "__main__":
    main(set(sys.argv[1:]))
