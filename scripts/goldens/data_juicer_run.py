"""Runs operators of Data-Juicer through its public API over plain rows, and tells what became of each row."""
import hashlib

from data_juicer.core.data import NestedDataset
from data_juicer.ops import load_ops
from data_juicer.utils.constant import Fields


def as_dataset(rows):
    """The peer's data set of {id, text}; no operator run here looks at other fields."""
    return NestedDataset.from_list([{'id': row['id'], 'text': row['text']} for row in rows])


def changed_texts(before, after):
    """Id -> new text, of the rows whose text differs."""
    old = {row['id']: row['text'] for row in before}
    return {str(row['id']): row['text'] for row in after if row['text'] != old[row['id']]}


def rounded(stats):
    return {key: round(value, 10) if isinstance(value, float) else value for key, value in stats.items()}


def run_mapper(rows, process):
    """What a mapper changed."""
    (op,) = load_ops([process])
    after = list(op.run(as_dataset(rows)))
    changed = changed_texts(rows, after)
    return {'kind': 'mapper', 'n_out': len(after), 'n_changed': len(changed), 'changed': changed}


def run_filter(rows, process):
    """Stats of every row, also of the dropped ones, and the ids that were kept."""
    (op,) = load_ops([process])
    measured = op.run(as_dataset(rows), reduce=False)
    kept = [row['id'] for row in measured.filter(op.process, batch_size=op.batch_size)]
    stats = {str(row['id']): rounded(row[Fields.stats]) for row in measured}
    keys = sorted({key for values in stats.values() for key in values})
    return {'kind': 'filter', 'n_out': len(kept), 'stats_keys': keys, 'stats': stats, 'kept': kept}


def run_pipeline(rows, process):
    """The rows that a whole recipe keeps: ids, MD5 of the texts, changed texts and stats."""
    after = list(as_dataset(rows).process(load_ops(process)))
    return {
        'kind': 'pipeline',
        'n_out': len(after),
        'kept': [row['id'] for row in after],
        'text_md5': {str(row['id']): hashlib.md5(row['text'].encode()).hexdigest() for row in after},
        'changed': changed_texts(rows, after),
        'stats': {str(row['id']): rounded(row[Fields.stats]) for row in after},
    }
