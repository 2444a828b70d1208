"""Makes the small models of this folder and what the peer's own libraries say of some texts (see README.md)."""
import collections
import contextlib
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile

import kenlm
import sentencepiece
import tokenizers

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parent.parent.parent / "samples" / "multilingual.jsonl"
SURROGATES = re.compile("[\ud800-\udfff]")
RULES = {"\u00a0": " ", "\t": " ", "\n": " ", "\r": " ", "\u3000": " ", "e\u0301": "\u00e9", "\ufb01": "fi", "\u200b": "", "\ufdfa": "a b"}
HARD = [
    "", " ", "  two  spaces  ", "\u3000\u3000wide\u3000", "a\0b c", "no\u00a0break \u0085next", "\ufb01ne \ufdfa", "\u200b",
    "<s> </s> <unk>", "ing<sep>ing running<sep>", "\u2581\u2581mark", "cafe\u0301", "tab\tline\nend\r\n", "\U0001f600\U00020000",
    "<0x41> \u0001", "........................", "aaaaaaaaaaaaaaaaaaaaaaaaaaa", "line one\u2028line two\u001cthree\n\n", "\ufffd",
]


def train_pieces(texts, name, **options):
    # A model tells the paths that it was made with: they are names in the current folder.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        lines = [line for text in texts for line in text.replace("\r", " ").split("\n") if line.strip()]
        pathlib.Path("in.txt").write_text("\n".join(lines), encoding="utf8")
        rules = "".join(f"{' '.join(f'{ord(c):X}' for c in old)}\t{' '.join(f'{ord(c):X}' for c in new)}\n" for old, new in RULES.items())
        pathlib.Path("rules.tsv").write_text(rules)
        if options.pop("rules"):
            options["normalization_rule_tsv"] = "rules.tsv"
        sentencepiece.SentencePieceTrainer.train(
            input="in.txt", model_prefix=name, vocab_size=1600, character_coverage=0.98, num_threads=1,
            hard_vocab_limit=False, minloglevel=2, **options)
        model = pathlib.Path(f"{name}.model").read_bytes()
    (HERE / f"{name}.model").write_bytes(model)
    return sentencepiece.SentencePieceProcessor(model_proto=model)


def count_ngrams(sentences, order):
    counts = [collections.Counter() for _ in range(order)]
    for words in sentences:
        words = ["<s>", *words, "</s>"]
        for n in range(order):
            for i in range(len(words) - n):
                counts[n][tuple(words[i : i + n + 1])] += 1
    return counts


def write_arpa(path, counts):
    """Scores are no true probabilities. Some n-grams are left out although longer ones end with them, as SRILM does it."""
    chance = random.Random(1)
    order = len(counts)
    kept = [{g for g, c in counts[n].items() if c > n * 2} for n in range(order)]
    for n in range(order - 1, 0, -1):
        kept[n - 1] |= {g[:-1] for g in kept[n]}
    for n in range(1, order - 1):
        contexts = {g[:-1] for g in kept[n + 1]}
        kept[n] = {g for g in sorted(kept[n]) if g in contexts or chance.random() > 0.3}
    lines = ["\\data\\", *(f"ngram {n + 1}={len(kept[n]) + (n == 0)}" for n in range(order))]
    total = sum(counts[0].values())
    for n in range(order):
        lines += ["", f"\\{n + 1}-grams:"]
        if n == 0:
            lines.append("-4.5\t<unk>\t0")
        for gram in sorted(kept[n]):
            share = max(counts[n][gram] - 0.6, 0.4) / (total if n == 0 else max(counts[n - 1][gram[:-1]], 1))
            score = -99 if gram == ("<s>",) else min(math.log10(share), -0.001)
            backoff = "" if n == order - 1 or chance.random() < 0.1 else f"\t{-chance.random() * 0.9:.4g}"
            lines.append(f"{score:.5g}\t{' '.join(gram)}{backoff}")
    path.write_text("\n".join([*lines, "", "\\end\\", ""]), encoding="utf8")


# What build_binary is told for each binary model.
BINARIES = {
    "small.bin": ["probing"],
    "small.trie": ["trie"],
    "small-q.trie": ["-q", "8", "-b", "6", "trie"],
    "small-aq.trie": ["-a", "22", "-q", "8", "-b", "6", "trie"],
}


def measure(model, pieces):
    """As perplexity_filter of Data-Juicer 1.6.1 does."""
    total, length = 0, 0
    for line in " ".join(pieces).splitlines():
        total += model.score(line)
        length += len(line.split()) + 1
    return round(10.0 ** (-total / length), 1) if length else 0.0


def score(model, pieces):
    """Of the pieces as one sentence, to the last bit."""
    return model.score(" ".join(pieces))


def main(build_binary):
    rows = [json.loads(line) for line in SAMPLES.open(encoding="utf8")]
    texts = [row["text"] for row in rows if isinstance(row.get("text"), str) and not SURROGATES.search(row["text"])]
    unigram = train_pieces(texts, "unigram", model_type="unigram", rules=True)
    bpe = train_pieces(
        texts, "bpe", model_type="bpe", rules=False, byte_fallback=True, normalization_rule_name="identity",
        remove_extra_whitespaces=False, user_defined_symbols=["<sep>", "ing"])
    sentences = [[p for p in unigram.encode_as_pieces(text) if len(p.encode().split()) == 1] for text in texts[::6]]
    write_arpa(HERE / "small.arpa", count_ngrams(sentences, 4))
    for name, (*options, kind) in BINARIES.items():
        subprocess.run([build_binary, *options, kind, HERE / "small.arpa", HERE / name], check=True, capture_output=True)
    model, quantised = kenlm.Model(str(HERE / "small.arpa")), kenlm.Model(str(HERE / "small-aq.trie"))
    hub = tokenizers.Tokenizer(tokenizers.models.BPE())
    hub.normalizer = tokenizers.normalizers.NFC()
    hub.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    hub.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=900, special_tokens=["<|endoftext|>"], initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    hub.train_from_iterator(texts, trainer)
    hub.save(str(HERE / "tokenizer.json"), pretty=False)
    rows = []
    for text in HARD + [text[:250] for text in texts[::12]]:
        pieces = {"unigram": unigram.encode_as_pieces(text), "bpe": bpe.encode_as_pieces(text)}
        rows.append({
            "text": text, **pieces,
            "perplexity": {name: measure(model, found) for name, found in pieces.items()},
            "scores": {name: score(model, found) for name, found in pieces.items()},
            "quantised": {name: score(quantised, found) for name, found in pieces.items()},
            "tokens": hub.encode(text, add_special_tokens=False).tokens,
        })
    (HERE / "expected.json").write_text("[\n" + ",\n".join(map(json.dumps, rows)) + "\n]\n")


if __name__ == "__main__":
    main(sys.argv[1])
