package apps.contract.parameters;

import java.util.UUID;

/** The parameters of /path/uuid. */
public record UuidPath(UUID uuid) {
}
