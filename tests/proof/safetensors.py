"""The .safetensors format by hand (Debian has no package of it): github.com/huggingface/safetensors."""

import json
import struct

import numpy as np

DTYPES = {"F32": "<f4", "F64": "<f8", "BOOL": "|b1", "I8": "|i1", "U8": "|u1", "I16": "<i2", "U16": "<u2",
          "I32": "<i4", "U32": "<u4", "I64": "<i8", "U64": "<u8"}


def name_of(dtype):
    return next(name for name, spelled in DTYPES.items() if np.dtype(spelled) == dtype)


def join(header, data=b""):
    """A file from its header, as an object or as the bytes themselves, and the numbers."""
    head = header if isinstance(header, bytes) else json.dumps(header, ensure_ascii=False).encode()
    return struct.pack("<Q", len(head)) + head + data


def dump(arrays, texts=None):
    header, data = {"__metadata__": texts} if texts else {}, b""
    for name, x in arrays.items():
        begin, data = len(data), data + x.tobytes()
        header[name] = {"dtype": name_of(x.dtype), "shape": list(x.shape), "data_offsets": [begin, len(data)]}
    return join(header, data)


def load(content):
    """(arrays, texts); asserts all that the format demands."""
    length, = struct.unpack("<Q", content[:8])
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    assert length % 8 == 0, "the numbers are not aligned"
    texts, arrays, end = header.pop("__metadata__", {}), {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, stop = entry["data_offsets"]
        assert begin == end, f"{name} begins at {begin}, the one before it ends at {end}"
        arrays[name] = np.frombuffer(data[begin:stop], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        end = stop
    assert end == len(data), "bytes are left over"
    return arrays, texts
