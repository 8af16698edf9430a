"""Reads JSON as RFC 8259 has it: in UTF-8, and without NaN and Infinity, which Python's parser takes."""

import json


def _refuse(constant):
    raise ValueError(f"{constant} is no JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse)


def loads(text):
    """The value of a text or of its bytes; raises what `answers.MALFORMED` has."""
    return _decoder.decode(text if isinstance(text, str) else text.decode())
