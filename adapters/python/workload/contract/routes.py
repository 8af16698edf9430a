"""The contract's paths with the models of their validated variants, for frameworks that leave validation to the app."""

import re

from . import models, parameters

JSON = {
    "/json/small": models.Small,
    "/json/medium": models.Medium,
    "/json/large": models.Large,
    "/json/very-large": models.VeryLarge,
}
MULTIPART = ["/multipart/small", "/multipart/medium", "/multipart/large"]
FORM = {
    "/urlencoded/simple": parameters.SimpleForm,
    "/urlencoded/medium": parameters.MediumForm,
    "/urlencoded/complex": parameters.ComplexForm,
}
QUERY = {
    "/query/few": parameters.Few,
    "/query/medium": parameters.Medium,
    "/query/many": parameters.Many,
}
TEXT_PATH = {
    "/path/simple/{id}": parameters.SimplePath,
    "/path/multiple/{user_id}/{post_id}": parameters.MultiplePath,
    "/path/deep/{org}/{team}/{project}/{resource}/{id}": parameters.DeepPath,
}
TYPED_PATH = {
    "/path/int/{id}": parameters.IntegerPath,
    "/path/uuid/{uuid}": parameters.UuidPath,
    "/path/date/{date}": parameters.DatePath,
}
PATH = TEXT_PATH | TYPED_PATH


def spelled(paths, parameter):
    """Models by path, with parameters in a framework's own spelling, e.g. `<{}>`."""
    return {re.sub(r"{(\w+)}", lambda match: parameter.format(match[1]), path): model for path, model in paths.items()}
