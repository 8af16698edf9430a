"""Names and texts of queries and forms."""

import functools
import urllib.parse

parsed = functools.partial(urllib.parse.parse_qsl, keep_blank_values=True)
"""Pairs of an encoded text, for frameworks that lose empty or repeated ones."""


def folded(pairs):
    """Values as strings, repeated names as arrays."""
    answer = {}
    for name, value in pairs:
        if name not in answer:
            answer[name] = value
        elif isinstance(answer[name], list):
            answer[name].append(value)
        else:
            answer[name] = [answer[name], value]
    return answer


def pairs(values):
    """Names and texts of a mapping in which a name has a text or several of them."""
    for name, texts in values.items():
        for text in [texts] if isinstance(texts, str) else texts:
            yield name, text
