package apps.contract.parameters;

import apps.contract.constraints.Text;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

/** The parameters of /query/few. */
public record FewQuery(
        @NotNull @Text(max = 100) String q,
        @Min(1) Long page,
        @Min(1) @Max(100) Long limit) {
}
