"""The work of the contract, read from the description in HARNESS_WORKLOADS: what each endpoint answers, and what it refuses."""

import datetime
import json
import math
import os
import re
import urllib.parse

with open(os.environ["HARNESS_WORKLOADS"], encoding="utf-8") as file:
    WORK = json.load(file)

ROUTES = [
    (each["method"], re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", each["path"])), each) for each in WORK["endpoints"]
]
UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
DATE_TIME = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"


class Refusal(Exception):
    """Why a request breaks a rule."""


def route(method, path):
    """The endpoint and the texts of its path's parameters; None when there is none."""
    for name, pattern, endpoint in ROUTES:
        if name == method and (match := pattern.fullmatch(path)):
            return endpoint, {key: urllib.parse.unquote(text) for key, text in match.groupdict().items()}
    return None


def answer(endpoint, parameters, query, headers, body, is_validated):
    """What is answered; raises a Refusal."""
    kind = endpoint["answer"]
    if kind == "body":
        value = read_json(body)
        if is_validated:
            check(value, endpoint["body"]["json"], "the body")
        return value
    if kind == "multipart":
        return count_parts(headers.get("content-type", ""), body)
    if kind == "path":
        is_typed = is_validated or endpoint.get("typed", False)
        rules = {rule["name"]: rule for rule in endpoint["parameters"]}
        return {name: typed(text, rules[name]) for name, text in parameters.items()} if is_typed else parameters
    pairs = query_pairs(query) if kind == "query" else query_pairs(body.decode(errors="replace"))
    fields = {}
    for name, text in pairs:
        fields.setdefault(name, []).append(text)
    if not is_validated:
        return {name: texts[0] if len(texts) == 1 else texts for name, texts in fields.items()}
    return typed_fields(fields, endpoint["query"] if kind == "query" else endpoint["body"]["form"])


def query_pairs(text):
    return urllib.parse.parse_qsl(text, keep_blank_values=True)


def typed_fields(fields, rules):
    values = {}
    for rule in rules:
        texts = fields.get(rule["name"])
        if texts is None:
            if rule.get("required"):
                raise Refusal(f"{rule['name']} is missing")
        elif rule.get("array"):
            values[rule["name"]] = [typed(text, rule) for text in texts]
        else:
            values[rule["name"]] = typed(texts[-1], rule)
    return values


def typed(text, rule):
    """The value of a text as its rule has it."""
    kind = rule["type"]
    if kind == "integer":
        return within(int(matching(text, r"-?[0-9]+")), rule)
    if kind == "float":
        number = float(matching(text, r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"))
        if not math.isfinite(number):
            raise Refusal(f"{rule['name']} is too large")
        return within(number, rule)
    if kind == "boolean":
        return matching(text, "true|false") == "true"
    if kind == "uuid":
        return matching(text, UUID).lower()
    if kind == "date":
        matching(text, r"\d{4}-\d\d-\d\d")
        return calendar(datetime.date, text).isoformat()
    if kind == "datetime":
        return moment(text)
    if kind == "enum":
        if text not in rule["values"]:
            raise Refusal(f"{rule['name']} is none of {rule['values']}")
        return text
    if "pattern" in rule:
        matching(text, rule["pattern"])
    return measured(text, rule)


def matching(text, pattern):
    if not re.fullmatch(pattern, text, re.ASCII):
        raise Refusal(f"{text[:40]!r} is not of the right form")
    return text


def calendar(kind, text):
    try:
        return kind.fromisoformat(text)
    except ValueError as error:
        raise Refusal(str(error)) from error


def moment(text):
    """In UTC, without a fraction where there is none."""
    matching(text, DATE_TIME)
    moment = calendar(datetime.datetime, text.upper()).astimezone(datetime.timezone.utc)
    return moment.isoformat().replace("+00:00", "Z")


def within(number, rule):
    if not rule.get("minimum", number) <= number <= rule.get("maximum", number):
        raise Refusal(f"{number} is out of range")
    return number


def measured(text, rule):
    if not rule.get("minLength", 0) <= len(text) <= rule.get("maxLength", len(text)):
        raise Refusal(f"{text[:40]!r} is too short or too long")
    return text


def read_json(body):
    def refuse(word):
        raise ValueError(f"{word} is no number")

    try:
        return json.loads(body.decode(), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refusal(f"the body is not JSON: {error}") from error


def check(value, schema, place):
    """Raises a Refusal for what the description's schema does not allow."""
    if "$ref" in schema:
        return check(value, WORK["definitions"][schema["$ref"].rpartition("/")[2]], place)
    kind = schema["type"]
    types = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
    if not isinstance(value, types[kind]) or isinstance(value, bool) != (kind == "boolean"):
        raise Refusal(f"{place} is no {kind}")
    if kind == "object":
        if set(value) != set(schema["properties"]):
            raise Refusal(f"{place} has other properties than are declared")
        for name, inner in schema["properties"].items():
            check(value[name], inner, name)
    elif kind == "array":
        if len(value) > schema.get("maxItems", len(value)):
            raise Refusal(f"{place} has too many elements")
        for element in value:
            check(element, schema["items"], place)
    elif kind == "string":
        if value not in schema.get("enum", [value]):
            raise Refusal(f"{place} is not in the enumeration")
        if schema.get("format") == "date-time":
            moment(value)
        measured(value, schema)
    elif kind != "boolean":
        within(value, schema)


def count_parts(kind, body):
    """Files, fields, and the files' bytes of a multipart form (RFC 7578)."""
    boundary = re.fullmatch(r'multipart/form-data;\s*boundary="?([^";]+)"?', kind)
    if not boundary:
        raise Refusal("it is no multipart form")
    files = fields = size = 0
    for part in body.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head:
            files += 1
            size += len(content) - len(b"\r\n")
        else:
            fields += 1
    if not files:
        raise Refusal("there is no file")
    return {"files_received": files, "fields_received": fields, "total_bytes": size}
