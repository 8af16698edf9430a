package apps.contract.models;

import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** Who writes reviews and owns projects. */
public record Author(
        @Natural long id,
        @Text(max = 100) String name,
        @Text(min = 2, max = 2) String country,
        @Min(0) @Max(1000000) long reviews,
        boolean trusted) {
}
