package apps.contract.models;

import apps.contract.constraints.Text;
import javax.validation.Valid;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;

/** An item with its dimensions. */
public record Product(
        @Text(max = 40) String sku,
        @Text(max = 200) String title,
        @Min(0) @Max(1000000) long quantity,
        @DecimalMin("0") @DecimalMax("1000000") double price,
        boolean available,
        @Valid Dimensions dimensions) {
}
