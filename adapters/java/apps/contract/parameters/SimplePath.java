package apps.contract.parameters;

import apps.contract.constraints.Identifier;

/** The parameters of /path/simple. */
public record SimplePath(@Identifier String id) {
}
