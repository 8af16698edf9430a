package apps.contract.parameters;

import apps.contract.constraints.EachInteger;
import apps.contract.constraints.EachText;
import apps.contract.constraints.Text;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

/** The parameters of /query/many. */
public record ManyQuery(
        @NotNull @Text(max = 100) String q,
        @NotNull @Text(max = 100) String category,
        @NotNull @Text(max = 100) String brand,
        @NotNull @Min(1) Long page,
        @NotNull @Min(1) @Max(100) Long limit,
        @NotNull @Min(0) Long offset,
        @JsonProperty("min_price") @NotNull @DecimalMin("0") Double minPrice,
        @JsonProperty("max_price") @NotNull @DecimalMin("0") Double maxPrice,
        @NotNull @DecimalMin("0") @DecimalMax("5") Double rating,
        @JsonProperty("in_stock") @NotNull Boolean inStock,
        @NotNull Boolean featured,
        @NotNull UUID seller,
        @NotNull LocalDate since,
        @NotNull Instant updated,
        @NotNull @Pattern(regexp = "relevance|price|rating|newest") String sort,
        @Pattern(regexp = "asc|desc") String order,
        @Pattern(regexp = "new|used|refurbished") String status,
        @Pattern(regexp = "EUR|USD|GBP|JPY") String currency,
        @Text(max = 40) String color,
        @Text(max = 40) String size,
        @Text(max = 40) String material,
        @Text(min = 2, max = 2) String country,
        @Min(0) @Max(100) Long discount,
        @DecimalMin("0") Double weight,
        @JsonProperty("free_shipping") Boolean freeShipping,
        LocalDate until,
        @EachText(max = 40) List<String> tags,
        @EachInteger List<Long> ids) {
}
