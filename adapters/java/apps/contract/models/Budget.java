package apps.contract.models;

import apps.contract.constraints.Text;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** A department's money. */
public record Budget(
        @Text(min = 3, max = 3) String currency,
        @DecimalMin("0") @DecimalMax("1000000000000") double planned,
        @DecimalMin("0") @DecimalMax("1000000000000") double spent,
        boolean approved,
        @Min(1970) @Max(2100) long year) {
}
