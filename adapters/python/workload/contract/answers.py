"""What answers and refusals are made of."""

MALFORMED = (ValueError, RecursionError)
"""What parsing raises for text that is no JSON, or too deep for Python."""


def counted(sizes, fields):
    """The answer to a multipart form, from the sizes of its files and the number of its other fields."""
    return {"files_received": len(sizes), "fields_received": fields, "total_bytes": sum(sizes)}


def refusal(reason):
    """The body of a refusal."""
    return {"detail": reason}


def malformed(error):
    return refusal(f"the body is not JSON: {type(error).__name__}")


def invalid(error):
    """For pydantic's error; without the input, which need not be JSON (NaN, bytes)."""
    return refusal(error.errors(include_url=False, include_context=False, include_input=False))
