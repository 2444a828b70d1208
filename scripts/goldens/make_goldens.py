#!/usr/bin/env python3
"""Runs Data-Juicer 1.6.1 over samples/multilingual.jsonl and writes what it made of it to test/golden/own.

Needs Data-Juicer in the Python that runs it, and the language model in $DATA_JUICER_CACHE_HOME/models/lid.176.bin
(see README.md beside this script). Nothing is invented: a row that the peer cannot load is listed in excluded.json.
"""
import copy
import json
import platform
import unicodedata
from importlib.metadata import version

from data_juicer_run import run_filter, run_mapper, run_pipeline
from pool import SAMPLES

OUT = SAMPLES.parent / 'test' / 'golden' / 'own'
PACKAGES = ['py-data-juicer', 'datasets', 'pyarrow', 'numpy', 'fasttext-predict']
RANGE = {'min_len': 50, 'max_len': 2000}
CASES = [
    ('whitespace_normalization_mapper', '', {}),
    ('text_length_filter', '', {}),
    ('text_length_filter', 'seed', RANGE),
    ('text_length_filter', 'open', RANGE | {'min_closed_interval': False, 'max_closed_interval': False}),
    ('text_length_filter', 'reversed', RANGE | {'reversed_range': True}),
    ('language_id_score_filter', '', {}),
    ('language_id_score_filter', 'en', {'lang': 'en', 'min_score': 0.8}),
    ('language_id_score_filter', 'zh_ja', {'lang': ['zh', 'ja'], 'min_score': 0.5}),
]
SEED = [
    {'whitespace_normalization_mapper': {}},
    {'text_length_filter': RANGE},
    {'language_id_score_filter': {'lang': 'en', 'min_score': 0.8}},
]


def reason_to_exclude(line, row):
    """Why the peer cannot be asked about a row, or None."""
    if not isinstance(row.get('text'), str):
        return 'text is null or missing: its loader drops the row'
    if json.loads(line, object_pairs_hook=lambda pairs: [k for k, _ in pairs]).count('text') > 1:
        return 'two fields named text: its loader refuses the line'
    try:
        row['text'].encode()
    except UnicodeEncodeError:
        return 'lone surrogate in the text: not valid UTF-8, so Arrow cannot hold it'
    return None


def load_rows():
    """The rows to ask about, and id -> reason of the others."""
    rows, excluded = [], {}
    for line in (SAMPLES / 'multilingual.jsonl').read_bytes().decode().rstrip('\n').split('\n'):
        row = json.loads(line)
        reason = reason_to_exclude(line, row)
        if reason:
            excluded[str(row['id'])] = reason
        else:
            rows.append(row)
    return rows, excluded


def write(name, value):
    text = json.dumps(value, ensure_ascii=False, separators=(',', ':'))
    (OUT / f'{name}.json').write_text(f'{text}\n', 'utf-8', newline='\n')
    print(name, len(text), value.get('n_out', ''))


def run_case(rows, case):
    op, variant, params = case
    run = run_mapper if op.endswith('_mapper') else run_filter
    result = run(rows, {op: copy.deepcopy(params)})
    return {'op': op, 'variant': variant, 'config': params, 'n_in': len(rows)} | result


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rows, excluded = load_rows()
    for case in CASES:
        write('.'.join(filter(None, case[:2])), run_case(rows, case))
    pipeline = run_pipeline(rows, copy.deepcopy(SEED))
    write('pipeline.seed', {'op': 'pipeline.seed', 'variant': '', 'config': SEED, 'n_in': len(rows)} | pipeline)
    write('excluded', excluded)
    packages = {name: version(name) for name in PACKAGES}
    write('versions', {'python': platform.python_version(), 'unicode': unicodedata.unidata_version, 'packages': packages})


if __name__ == '__main__':
    main()
