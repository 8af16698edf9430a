package apps.contract.models;

import apps.contract.constraints.Natural;
import apps.contract.constraints.Text;
import javax.validation.Valid;
import javax.validation.constraints.Pattern;

/** A person with a place. */
public record Manager(
        @Natural long id,
        @Text(max = 100) String name,
        @Text(min = 3, max = 254) String email,
        @Pattern(regexp = "admin|editor|viewer") String role,
        boolean verified,
        @Valid Place address) {
}
