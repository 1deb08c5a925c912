"""HDF5 files whose chunks are listed in the ways of libver="latest", as h5py writes them, and what h5py reads from them: python hdf5_indices.py"""

import json
import pathlib

import h5py
import numpy

folder = pathlib.Path(__file__).parent / "model-files"
ramp = numpy.arange(60, dtype="f4").reshape(5, 12) / 7


def early(file, name, values, chunks):
    """Chunks without filters that are allocated at once stand one behind the other, without an index."""
    made = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    made.set_chunk(chunks)
    made.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    h5py.Dataset(h5py.h5d.create(file.id, name.encode(), h5py.h5t.IEEE_F32LE, h5py.h5s.create_simple(values.shape), made))[...] = values


with h5py.File(folder / "indices.h5", "w", libver=("v110", "v110")) as file:
    file.create_dataset("gzip", data=ramp, chunks=(2, 5), compression="gzip")
    file.create_dataset("shuffled", data=ramp, chunks=(3, 12), compression="gzip", shuffle=True, fletcher32=True)
    file.create_dataset("plain", data=ramp.reshape(3, 4, 5), chunks=(2, 3, 2))
    file.create_dataset("pages", data=numpy.arange(2400, dtype="i2").reshape(40, 60), chunks=(1, 1))
    file.create_dataset("mostly absent", shape=(40, 60), dtype="f8", chunks=(1, 1))[39, 58] = 1.5
    early(file, "implicit", ramp, (2, 5))
with h5py.File(folder / "growing.h5", "w", libver=("v110", "v110")) as file:
    file.create_dataset("growing", data=ramp, chunks=(2, 5), maxshape=(None, 12))

with h5py.File(folder / "heaps.h5", "w", libver=("v110", "v110")) as file:
    for index in range(400):
        file[f"many/value {index:04} {'x' * (index % 50)}"] = numpy.int16(index)
    group = file.create_group("ordered", track_order=True)
    for name in "jihgfedcba":
        group[name] = numpy.float32(ord(name))
    for index in range(300):
        group.attrs[f"attribute {index}"] = index
    group.attrs["long"] = "a" * 3000
with h5py.File(folder / "heaps.h5") as file:
    names = {f"many/{name}": int(item[()]) for name, item in file["many"].items()} | {f"ordered/{name}": float(item[()]) for name, item in file["ordered"].items()}
    attributes = {name: value if isinstance(value, str) else int(value) for name, value in file["ordered"].attrs.items()}
(folder / "heaps.json").write_text(json.dumps({"values": names, "attributes": attributes}) + "\n")
with h5py.File(folder / "indices.h5") as file:
    found = {name: {"shape": item.shape, "values": item[()].ravel().tolist()} for name, item in file.items()}
(folder / "indices.json").write_text(json.dumps(found) + "\n")
