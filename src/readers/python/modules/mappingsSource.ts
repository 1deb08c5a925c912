/** The mappings of the collections module that are made of other mappings, in Python: ChainMap and UserDict. */

export const mappingsSource = `
class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]
    def __getitem__(self, key):
        for mapping in self.maps:
            if key in mapping:
                return mapping[key]
        raise KeyError(key)
    def get(self, key, default=None):
        return self[key] if key in self else default
    def __setitem__(self, key, value):
        self.maps[0][key] = value
    def __contains__(self, key):
        return any(key in mapping for mapping in self.maps)
    def keys(self):
        merged = {}
        for mapping in self.maps[::-1]:
            merged.update(mapping)
        return merged.keys()
    def __iter__(self):
        return iter(self.keys())
    def items(self):
        return [(key, self[key]) for key in self.keys()]
    def __len__(self):
        return len(self.keys())
    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)

class UserDict:
    def __init__(self, dict=None, /, **kwargs):
        self.data = {}
        if dict is not None:
            self.update(dict)
        self.update(kwargs)
    def update(self, other=(), **kwargs):
        for key, value in _plain_dict(other, **kwargs).items():
            self[key] = value
    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        if hasattr(type(self), '__missing__'):
            return type(self).__missing__(self, key)
        raise KeyError(key)
    def __setitem__(self, key, value):
        self.data[key] = value
    def __delitem__(self, key):
        del self.data[key]
    def __contains__(self, key):
        return key in self.data
    def __iter__(self):
        return iter(self.data)
    def __len__(self):
        return len(self.data)
    def keys(self):
        return self.data.keys()
    def values(self):
        return self.data.values()
    def items(self):
        return self.data.items()
    def get(self, key, default=None):
        return self[key] if key in self else default
    def __repr__(self):
        return repr(self.data)
`;
