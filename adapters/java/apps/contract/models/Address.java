package apps.contract.models;

import apps.contract.constraints.Text;

/** Where an owner lives. */
public record Address(
        @Text(max = 100) String street,
        @Text(max = 100) String city,
        @Text(max = 20) String postcode,
        @Text(min = 2, max = 2) String country,
        boolean residential) {
}
