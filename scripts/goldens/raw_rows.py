"""Lines whose point is how the JSON is spelled. A serializer would already lose what they are about."""

# Values that must leave as they came. TEXT and META stand for an English text and the row's meta object; the id is put in front by make_samples.
VALUE_ROWS = [
    r'"text": TEXT, "meta": META, "n": [9007199254740993, -9007199254740993, 9223372036854775807, -9223372036854775808]',
    r'"text": TEXT, "meta": META, "n": 9007199254740993',
    r'"text": TEXT, "meta": META, "n": 18446744073709551616, "m": 123456789012345678901234567890',
    r'"text": TEXT, "meta": META, "n": 1',
    r'"text": TEXT, "meta": META, "n": 1.0',
    r'"text": TEXT, "meta": META, "n": -0, "m": -0.0',
    r'"text": TEXT, "meta": META, "n": 1e3, "m": [1E+2, 1.50, 0.1, 0.30000000000000004, 1e400, 5e-324, 2.5e-8]',
    r'"text": TEXT, "meta": META, "note": null',
    r'"text": TEXT, "meta": META',
    r'"text": TEXT, "meta": META, "note": ""',
    r'"text": TEXT, "meta": META, "note": "null"',
    r'"text": TEXT, "meta": META, "note": {"a": null, "b": {}, "c": []}',
    r'"text": TEXT, "meta": META, "note": [[1, [2, [3, [[]]]]], [], [null], {}, [true, false], "x", 1.0]',
    r'"text": TEXT, "meta": META, "note": true',
    r'"text": TEXT, "meta": META, "note": 7',
    r'"text": TEXT, "meta": META, "day": "2024-02-30", "at": "2024-01-01T00:00:00Z", "us": "01/02/2024", "n": "007"',
    r'"text": TEXT, "meta": META, "day": "2024-01-01", "at": "12:30", "us": "1e5", "n": "NaN"',
    r'"meta": META, "text": TEXT',
    r'"meta": META, "note": "between", "text": TEXT',
    r'"text": TEXT, "meta": META, "b": {"y": 1, "x": 2}, "a": {"x": 2, "y": 1}',
    r'"text": TEXT, "meta": META, "a": {"x": 2, "y": 1}, "b": {"y": 1, "x": 2}',
    r'"text": TEXT, "meta": META, "note": "first", "note": "second"',
    r'"text": TEXT, "meta": META, "note": {"k": 1, "k": 2}',
    r'"text": "first of two texts", "meta": META, "text": TEXT',
    r'"text": TEXT, "meta": META, "": "empty key", "a.b": 1, "__dj__stats__": {"text_len": -1}, "field:x": 2, "ключ": 3',
    r'"text": TEXT, "meta": META, "__proto__": {"a": 1}, "constructor": null, "toString": "text", "7": 1, "10": 2, "2": 3',
    r'"text": TEXT, "meta": META, "\u0000": "NUL key", "tab\tkey": "\u0000", "quote\"key": "\\"',
    r'"text": TEXT, "meta": META, "note": "\/ \u0041 \u00e9 \ud83d\ude00 \b\f\n\r\t"',
    r'"text": TEXT, "meta": META, "note": "\ud800", "\udfff": "key is a lone surrogate"',
    r'  "text" : TEXT ,	"meta"  :META, "note" :[ 1 ,2 , { "a" : 1 } ]  ',
    r'"text": TEXT, "meta": META, "deep": ' + '[{"d": ' * 40 + 'null' + '}]' * 40,
    r'"text": null, "meta": META',
    r'"meta": META, "note": "this row has no text at all"',
]

# Escapes inside the text itself.
ESCAPE_ROWS = [
    r'"text": "lone high \ud800 and low \udc00 in an English sentence that is otherwise quite plain.", "meta": META',
    r'"text": "\ude00\ud83d turned round, then a good pair \ud83d\ude00 at the end of the sentence.", "meta": META',
    r'"text": "\u0041n escaped beginning, an escaped emoji \ud83e\udd80 and an escaped slash \/ in a plain sentence.", "meta": META',
    r'"text": "\ud800", "meta": META',
]
