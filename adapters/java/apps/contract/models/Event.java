package apps.contract.models;

import apps.contract.constraints.Text;
import java.time.Instant;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.Pattern;

/** What happened. */
public record Event(
        Instant at,
        @Pattern(regexp = "created|updated|viewed|deleted") String kind,
        @Text(max = 100) String actor,
        @Text(min = 0, max = 500) String note,
        @Min(0) @Max(86400000) long duration) {
}
