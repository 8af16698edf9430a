package apps.contract.parameters;

import apps.contract.constraints.Identifier;

/** The parameters of /path/deep. */
public record DeepPath(
        @Identifier String org,
        @Identifier String team,
        @Identifier String project,
        @Identifier String resource,
        @Identifier String id) {
}
