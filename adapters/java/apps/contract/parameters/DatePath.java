package apps.contract.parameters;

import java.time.LocalDate;

/** The parameters of /path/date. */
public record DatePath(LocalDate date) {
}
