"""Texts that make programs stumble, each with the name that its row carries as meta.source."""

FAMILY = '\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466'
RAINBOW_FLAG = '\U0001F3F3\uFE0F\u200D\U0001F308'


def edge_texts(english, exactly):
    """(name, text) pairs. `english` is a text of two sentences; exactly(n, prefix) gives one of n code points."""
    pairs = [
        ('empty', ''),
        ('blank', ' \t\u00A0\u3000\n '),
        ('line-breaks-only', '\n\r\n\u2028\u2029'),
        ('zero-width-only', '\u200B\u200C\u200D\u2060\uFEFF'),
        ('combining-only', '\u0301\u0308\u0323\u20DD\u064B\u093C'),
        ('combining-stack', 'Z' + '\u0300\u0301\u0302\u0303\u0304' * 12 + 'algo and e' + '\u0301' * 40),
        ('one-letter', 'a'),
        ('one-astral', '\U0001F980'),
        ('emoji-zwj', f'{FAMILY} walked to {RAINBOW_FLAG} and waved \U0001F44B\U0001F3FD to \U0001F9D1\u200D\U0001F692.'),
        ('emoji-flags', '\U0001F1F5\U0001F1F1\U0001F1EF\U0001F1F5\U0001F1E7\U0001F1F7' * 12),
        ('astral-letters', '\U00010400\U00010401 \U0001D400\U0001D401 \U00020000\U0002A6D6 \U000104B0'),
        ('right-to-left-marks', '\u200Fשָׁלוֹם\u200F (\u202Bمَرْحَبًا\u202C) \u2067אָבְּגָד\u2069 and \u200Eback\u200E.'),
        ('arabic-vowels', 'كَتَبَ الوَلَدُ رِسَالَةً طَوِيلَةً إِلَى صَدِيقِهِ وَلَمْ يُرْسِلْهَا.'),
        ('nul-inside', english.replace(' ', '\u0000', 1)),
        ('nul-only', '\u0000'),
        ('control-characters', 'bell\u0007 back\u0008 escape\u001B[31mred\u001B[0m delete\u007F next'),
        ('bom-at-start', '\uFEFF' + english),
        ('bom-inside', english.replace(' ', '\uFEFF ', 3)),
        ('noncharacters', 'left\uFFFE middle\uFFFF right\U0001FFFF and \uFFFD \uFFFC'),
        ('private-use', '\uE000\uF8FF\U000F0000 is not for exchange'),
        ('line-separators', english.replace('. ', '.\u2028', 1) + '\u2029' + english + '\u0085' + english),
        ('carriage-returns', english.replace('. ', '.\r\n', 1) + '\r' + english),
        ('spaces-of-all-kinds', 'a\u00A0b\u1680c\u2000d\u2003e\u2007f\u200Ag\u202Fh\u205Fi\u3000j\u0084k\u180El\u2060m\u200Bn'),
        ('u0130', 'İSTANBUL\'DAN İZMİR\'E GİDEN YOLCULAR İÇİN İLAN: IŞIKLI KAPI AÇIKTIR.'),
        ('final-sigma', 'ΟΔΥΣΣΕΥΣ ΚΑΙ ΑΛΕΞΑΝΔΡΟΣ. Σ ΣΑΣ ΑΣ\u0301 Α\u00ADΣ ΟΣ, ΟΣ-ΟΣ ΤΟΥΣ\u2019'),
        ('upper-case', english.upper()),
        ('later-capitals', '\u1C89\uA7CB\uA7CC\uA7DA\uA7DC \U00010D50\U00010D51 НЕ \u1C89 И \uA7DCA, ΟΔΟΣ\uA7DC ΟΔΟΣ'),
        ('ligatures', 'ﬁnal oﬃce ﬂow \u01C4 \u01C5 \uFF37\uFF49\uFF44\uFF45 \u2460 \u00BD STRASSE Straße \u1E9E'),
        ('digits', '0123456789 ٠١٢٣٤٥٦٧٨٩ ०१२३ \U0001D7CE\U0001D7CF ' * 4),
        ('mixed-languages', english + ' 图书馆不但借书。 Библиотека закрыта. ' + english),
        ('very-long', exactly(30_000, '')),
        ('one-long-word', 'm' * 5_000),
        ('many-lines', '\n'.join(str(n) for n in range(400))),
    ]
    for code in (0x85, 0x1C, 0x1F, 0x200B, 0x3000, 0xA0, 0x2060, 0xFEFF, 0x180E):
        pairs.append((f'around-{code:04x}', f'{chr(code)}{english}{chr(code)}'))
    for length in (49, 50, 2000, 2001):
        pairs.append((f'exactly-{length}', exactly(length, '')))
        pairs.append((f'exactly-{length}-astral', exactly(length, '\U0001F980\U0001F33E ')))
        pairs.append((f'exactly-{length}-stripped', f'\u3000 {exactly(length, "")}\u00A0\n'))
    return pairs
