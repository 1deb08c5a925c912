/** torch.compiler and torch._dynamo: what they mark stays what it is. In Python of ours. */

export const compilerSource = `
def _same(function=None, *args, **kwargs):
    if function is None:
        return _same
    return function
allow_in_graph = disable = assume_constant_result = substitute_in_graph = optimize = run = _same
mark_dynamic = mark_static = maybe_mark_dynamic = mark_static_address = mark_unbacked = _same
disallow_in_graph = forbid_in_graph = graph_break = nonstrict_trace = wrap_numpy = set_stance = _same
def is_compiling():
    return False
is_dynamo_compiling = is_exporting = is_compiling
def reset():
    pass
cudagraph_mark_step_begin = reset
`;
