package apps.contract.parameters;

import apps.contract.constraints.Natural;

/** The parameters of /path/int. */
public record IntegerPath(@Natural Long id) {
}
