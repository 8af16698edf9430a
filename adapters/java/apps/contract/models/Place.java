package apps.contract.models;

import apps.contract.constraints.Text;
import javax.validation.Valid;

/** An address with its position. */
public record Place(
        @Text(max = 100) String street,
        @Text(max = 100) String city,
        @Text(max = 20) String postcode,
        @Text(min = 2, max = 2) String country,
        boolean residential,
        @Valid Geo geo) {
}
