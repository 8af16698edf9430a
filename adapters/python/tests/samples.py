"""Valid values and their rule-breaking variants, derived from workloads.json."""

import json
import urllib.parse

from tests.adapter import SPECIFICATION

WORKLOADS = json.loads((SPECIFICATION / "workloads.json").read_text())
ENDPOINTS = {endpoint["name"]: endpoint for endpoint in WORKLOADS["endpoints"]}
UUID = "0F8FAD5B-D9CB-469F-A165-70867728950E"
TEXT = "grün 😀\u2028\"\\+&="

# For each type of a parameter: its text, the typed answer, and texts to refuse.
TYPED = {
    "string": (TEXT, TEXT, []),
    "integer": ("7", 7, ["abc", "1.5", "1e3", "", "1.0", "٣"]),
    "float": ("2.25", 2.25, ["abc", "NaN", "Infinity", "1e3", "9" * 400]),
    "boolean": ("true", True, ["maybe", "1", "yes", "True"]),
    "uuid": (UUID, UUID.lower(), ["garbage", UUID[:-1]]),
    "date": ("2024-02-29", "2024-02-29", ["2024-02-30", "2024-13-01", "1704067200", "garbage"]),
    "datetime": ("2024-02-29T01:30:00+02:00", "2024-02-28T23:30:00Z",
                 ["garbage", "5", "2024-02-30T00:00:00Z", "2024-02-29T00:00:00", "0001-01-01T00:00:00+02:00"]),
}


def resolve(schema):
    return WORKLOADS["definitions"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def sample(schema):
    """A JSON value that the schema allows."""
    schema = resolve(schema)
    match schema["type"]:
        case "object":
            return {name: sample(property) for name, property in schema["properties"].items()}
        case "array":
            return [sample(schema["items"])] * 2
        case "string" if "enum" in schema:
            return schema["enum"][-1]
        case "string":
            return "2024-02-29T12:00:00Z" if "format" in schema else TEXT[: schema["maxLength"]]
        case "number":
            return schema["maximum"] - 0.25
        case "integer":
            return schema["maximum"]
        case "boolean":
            return False


def broken(schema):
    """Pairs of a rule and a JSON value that breaks it, one for each rule of the schema."""
    schema, wrong = resolve(schema), {"object": [], "array": {}, "string": 5, "number": "1", "integer": "1", "boolean": 1}
    yield "type", wrong[schema["type"]]
    yield "null", None
    if schema["type"] in ("number", "integer"):
        yield "true", True
    if "minimum" in schema:
        yield "minimum", schema["minimum"] - 1
        yield "maximum", schema["maximum"] + 1
    if schema.get("minLength", 0) > 0:
        yield "minLength", "x" * (schema["minLength"] - 1)
    if "maxLength" in schema:
        yield "maxLength", "x" * (schema["maxLength"] + 1)
    if "maxItems" in schema:
        yield "maxItems", [sample(schema["items"])] * (schema["maxItems"] + 1)
    if "enum" in schema:
        yield "enum", "no-such-value"
    if "format" in schema:
        yield "format", "2024-02-30T12:00:00Z"
    if schema["type"] == "object":
        valid = sample(schema)
        yield "additional", {**valid, "additional": 1}
        for name, property in schema["properties"].items():
            yield f"no {name}", {other: value for other, value in valid.items() if other != name}
            for rule, value in broken(property):
                yield f"{name}: {rule}", {**valid, name: value}
    if schema["type"] == "array":
        for rule, value in broken(schema["items"]):
            yield f"[0]: {rule}", [value]


def typed(parameter):
    """The text of a parameter, its typed answer, and texts that break its rules."""
    if parameter["type"] == "enum":
        return parameter["values"][0], parameter["values"][0], ["no-such-value"]
    text, value, refused = TYPED[parameter["type"]]
    if parameter["type"] == "string":
        text = value = TEXT[: parameter.get("maxLength", 100)]
        refused = ["x" * (parameter["minLength"] - 1), "x" * (parameter["maxLength"] + 1)]
    elif parameter["name"] == "rating":
        text, value = "4.5", 4.5
    refused = refused + [str(parameter[bound] + step) for bound, step in [("minimum", -1), ("maximum", 1)] if bound in parameter]
    return text, value, refused


def fields(parameters, raw):
    """Pairs for a query or form, and the answer to them."""
    pairs, answer = [], {}
    for parameter in parameters:
        text, value, _ = typed(parameter)
        count = 2 if parameter.get("array") else 1
        pairs += [(parameter["name"], text)] * count
        answer[parameter["name"]] = [text if raw else value] * 2 if count == 2 else text if raw else value
    return pairs, answer


def broken_fields(parameters):
    """Pairs of a rule and the fields that break it."""
    pairs, _ = fields(parameters, raw=False)
    for parameter in parameters:
        name = parameter["name"]
        others = [pair for pair in pairs if pair[0] != name]
        if parameter.get("required"):
            yield f"no {name}", others
        for text in typed(parameter)[2]:
            yield f"{name}={text}", [*others, (name, text)]


def encode(pairs):
    return urllib.parse.urlencode(pairs).encode()


def multipart(files, texts=1):
    """A multipart body with as many files of 11 bytes."""
    parts = [f'name="t{index}"\r\n\r\nvalue' for index in range(texts)]
    parts += [f'name="f{index}"; filename="ü{index}"\r\nContent-Type: text/plain\r\n\r\nhello\r\nfile' for index in range(files)]
    return "".join(f"--B\r\nContent-Disposition: form-data; {part}\r\n" for part in parts).encode() + b"--B--\r\n"
