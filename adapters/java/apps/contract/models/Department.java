package apps.contract.models;

import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.Size;

/** A part of a company. */
public record Department(
        @Natural long id,
        @Text(max = 100) String name,
        @Text(max = 10) String code,
        @Min(0) @Max(1000000) long headcount,
        boolean remote,
        @Valid Manager lead,
        @Size(max = 100) @Valid List<Project> projects,
        @Valid Budget budget,
        @Size(max = 100) @Valid List<Place> locations) {
}
