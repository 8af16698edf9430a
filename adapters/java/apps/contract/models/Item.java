package apps.contract.models;

import apps.contract.constraints.Text;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** What is sold. */
public record Item(
        @Text(max = 40) String sku,
        @Text(max = 200) String title,
        @Min(0) @Max(1000000) long quantity,
        @DecimalMin("0") @DecimalMax("1000000") double price,
        boolean available) {
}
