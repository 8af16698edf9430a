package apps.contract.models;

import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** An opinion. */
public record Review(
        @Natural long id,
        @Min(1) @Max(5) long stars,
        @Text(max = 200) String title,
        @Text(max = 2000) String text,
        @Min(0) @Max(1000000) long helpful,
        @Valid Author author) {
}
