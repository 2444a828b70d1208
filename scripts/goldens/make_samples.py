#!/usr/bin/env python3
"""Writes samples/multilingual.jsonl from samples/sentences: same script, same bytes (standard library only)."""
import json
from datetime import date, timedelta

from edge_texts import edge_texts
from pool import LANGUAGES, SAMPLES, UNSPACED, Picker, compose, exactly, load_sentences
from raw_rows import ESCAPE_ROWS, VALUE_ROWS

SEED = 20240501
ROWS = {lang: 13 for lang in LANGUAGES} | {'en': 125}
EDGE_ID, ESCAPE_ID, VALUE_ID = 1001, 1501, 2001
ODD_SPACES = ['\u00A0', '\u3000', '\u2003', '\t', '\u200B', '\u202F']


def dump(value):
    return json.dumps(value, ensure_ascii=False)


def meta(picker, lang, source, kind):
    day = date(2023, 1, 1) + timedelta(days=picker.below(900))
    return {'lang': lang, 'source': source, 'date': day.isoformat(), 'score': picker.below(1000) / 1000, 'kind': kind}


def wanted_length(picker, pool):
    """Most between 50 and 2000 code points, some longer; no longer than one and a half times what there is to say."""
    x = picker.share()
    length = 60 + picker.below(700) if x < 0.45 else 700 + picker.below(1200) if x < 0.85 else 1900 + picker.below(1000)
    return min(length, int(1.5 * sum(map(len, pool))))


def shortened(picker, lang, text):
    """The beginning of a text, a few to some fifty code points, ended at a word where words are spaced."""
    text = text[: 4 + picker.below(50)]
    return text if lang in UNSPACED or ' ' not in text else text[: text.rindex(' ')]


def oddly_spaced(picker, text):
    words = text.split(' ')
    for _ in range(1 + len(words) // 8):
        words[picker.below(len(words))] += picker.one_of(ODD_SPACES)
    return picker.one_of(ODD_SPACES) + ' '.join(words) + picker.one_of(ODD_SPACES) + '\n'


def prose_row(picker, lang, pool, earlier):
    x = picker.share()
    text = compose(picker, lang, pool, wanted_length(picker, pool))
    if x < 0.08:
        return 'short', shortened(picker, lang, text)
    if x < 0.20:
        return 'spaced', oddly_spaced(picker, text)
    if x < 0.24 and earlier:
        return 'copy', picker.one_of(earlier)
    return 'prose', text


def prose_lines(picker, sentences):
    order = picker.shuffled([lang for lang, n in ROWS.items() for _ in range(n)])
    earlier = {lang: [] for lang in LANGUAGES}
    for number, lang in enumerate(order, 1):
        kind, text = prose_row(picker, lang, sentences[lang], earlier[lang])
        earlier[lang].append(text)
        yield dump({'id': number, 'text': text, 'meta': meta(picker, lang, f'sentences/{lang}', kind)})


def edge_lines(picker, english):
    two = ' '.join(english[:2])
    for number, (name, text) in enumerate(edge_texts(two, lambda n, prefix: exactly(picker, english, n, prefix)), EDGE_ID):
        yield dump({'id': number, 'text': text, 'meta': meta(picker, 'und', name, 'edge')})


def raw_lines(picker, english, rows, about):
    first, source, kind = about
    for number, raw in enumerate(rows, first):
        text = dump(compose(picker, 'en', english, 120))
        row_meta = dump(meta(picker, 'en', source, kind))
        yield f'{{"id": {number}, {raw.replace("TEXT", text).replace("META", row_meta)}}}'


def main():
    picker, sentences = Picker(SEED), load_sentences()
    lines = [
        *prose_lines(picker, sentences),
        *edge_lines(picker, sentences['en']),
        *raw_lines(picker, sentences['en'], ESCAPE_ROWS, (ESCAPE_ID, 'escapes', 'edge')),
        *raw_lines(picker, sentences['en'], VALUE_ROWS, (VALUE_ID, 'values', 'value')),
    ]
    path = SAMPLES / 'multilingual.jsonl'
    path.write_text(''.join(f'{line}\n' for line in lines), 'utf-8', newline='\n')
    print(f'{path.name}: {len(lines)} rows, {path.stat().st_size} bytes')


if __name__ == '__main__':
    main()
