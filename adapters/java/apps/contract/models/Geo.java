package apps.contract.models;

import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Pattern;

/** A position. */
public record Geo(
        @DecimalMin("-90") @DecimalMax("90") double latitude,
        @DecimalMin("-180") @DecimalMax("180") double longitude,
        @DecimalMin("-500") @DecimalMax("9000") double altitude,
        @DecimalMin("0") @DecimalMax("1000") double accuracy,
        @Pattern(regexp = "gps|network|manual") String source) {
}
