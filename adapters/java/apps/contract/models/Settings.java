package apps.contract.models;

import apps.contract.constraints.Text;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.Pattern;

/** What somebody has chosen. */
public record Settings(
        @Pattern(regexp = "light|dark|system") String theme,
        @Text(min = 2, max = 5) String language,
        boolean notifications,
        @Min(1) @Max(1000) long limit,
        @DecimalMin("0") @DecimalMax("1") double ratio) {
}
