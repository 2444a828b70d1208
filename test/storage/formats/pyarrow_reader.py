"""Prints the columns of Parquet and Arrow files as pyarrow reads them, as JSON: a list of [name, values] for each file.

Stats are named `stats.<name>`; integers are texts, so that none is rounded.
"""
import json
import sys

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq


def plain(value):
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value


def columns(path):
    table = ipc.open_file(path).read_all() if path.endswith(".arrow") else pq.read_table(path)
    table.validate(full=True)
    found = []
    for field, column in zip(table.schema, table.columns):
        if field.name != "__dj__stats__":
            found.append([field.name, [plain(v) for v in column.to_pylist()]])
            continue
        for i in range(field.type.num_fields):
            name = field.type.field(i).name
            parts = [plain(v) for chunk in column.chunks for v in chunk.field(i).to_pylist()]
            found.append([f"stats.{name}", parts])
    return found


json.dump([columns(path) for path in sys.argv[1:]], sys.stdout)
