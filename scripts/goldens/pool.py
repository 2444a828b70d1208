"""The sentences of samples/sentences and the documents that are composed of them."""
import random
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[2] / 'samples'
LANGUAGES = ['en', 'de', 'fr', 'es', 'pt', 'it', 'ru', 'pl', 'tr', 'zh', 'ja', 'ko', 'ar', 'hi']
UNSPACED = {'zh', 'ja'}


class Picker:
    """Seeded choices made from random() alone, whose sequence Python keeps the same over its versions."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def share(self):
        """A number in [0, 1)."""
        return self._random.random()

    def below(self, n):
        """An integer in [0, n)."""
        return int(self._random.random() * n)

    def one_of(self, items):
        """Any one of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items):
        """The items in another order."""
        rest = list(items)
        return [rest.pop(self.below(len(rest))) for _ in range(len(rest))]


def load_sentences():
    """Language -> its sentences, in file order."""
    return {lang: (SAMPLES / 'sentences' / f'{lang}.txt').read_text('utf-8').splitlines() for lang in LANGUAGES}


def compose(picker, lang, sentences, length):
    """Sentences in changing order, in paragraphs, until the text has at least `length` code points."""
    text = ''
    queue = []
    while len(text) < length:
        queue = queue or picker.shuffled(sentences)
        if text:
            text += '\n\n' if picker.share() < 0.15 else '' if lang in UNSPACED else ' '
        text += queue.pop()
    return text


def exactly(picker, sentences, length, prefix=''):
    """English text of exactly `length` code points that starts with the prefix and ends in full stops."""
    return (prefix + compose(picker, 'en', sentences, length))[: length - 1].rstrip().ljust(length, '.')
