package apps.contract.parameters;

import apps.contract.constraints.Text;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

/** The parameters of /urlencoded/simple. */
public record SimpleForm(
        @NotNull @Text(max = 100) String name,
        @NotNull @Text(min = 3, max = 254) String email,
        @NotNull @Min(0) @Max(150) Long age) {
}
