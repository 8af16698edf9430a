package apps.contract.models;

import apps.contract.constraints.EachText;
import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Size;

/** An object that nests three deep. */
public record Large(
        @Natural long id,
        @Text(max = 100) String name,
        boolean active,
        @DecimalMin("0") @DecimalMax("100") double score,
        @Size(max = 50) @EachText(max = 40) List<String> tags,
        @Valid Manager owner,
        @Size(max = 500) @Valid List<Product> items,
        @Size(max = 500) @Valid List<Event> events,
        @Size(max = 500) @Valid List<Review> reviews,
        @Valid Settings settings) {
}
