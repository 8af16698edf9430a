package apps.contract.models;

import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Pattern;

/** Those of a product. */
public record Dimensions(
        @DecimalMin("0") @DecimalMax("10000") double width,
        @DecimalMin("0") @DecimalMax("10000") double height,
        @DecimalMin("0") @DecimalMax("10000") double depth,
        @DecimalMin("0") @DecimalMax("10000") double weight,
        @Pattern(regexp = "mm|cm|inch") String unit) {
}
