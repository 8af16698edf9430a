package apps.contract.parameters;

import apps.contract.constraints.EachText;
import apps.contract.constraints.Text;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

/** The parameters of /query/medium. */
public record MediumQuery(
        @NotNull @Text(max = 100) String category,
        @EachText(max = 40) List<String> tags,
        @JsonProperty("min_price") @DecimalMin("0") Double minPrice,
        @JsonProperty("max_price") @DecimalMin("0") Double maxPrice,
        @Pattern(regexp = "relevance|price|rating|newest") String sort,
        @Pattern(regexp = "asc|desc") String order,
        @Min(1) Long page,
        @Min(1) @Max(100) Long limit) {
}
