package apps.contract.models;

import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;

/** What a department works on. */
public record Project(
        @Natural long id,
        @Text(max = 200) String title,
        @Pattern(regexp = "planned|running|finished") String status,
        @DecimalMin("0") @DecimalMax("1") double progress,
        @JsonProperty("public") boolean isPublic,
        @Valid Author owner,
        @Size(max = 100) @Valid List<Event> milestones) {
}
