package apps.contract.parameters;

import apps.contract.constraints.EachText;
import apps.contract.constraints.Text;
import java.time.LocalDate;
import java.util.List;
import javax.validation.constraints.DecimalMax;
import javax.validation.constraints.DecimalMin;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;

/** The parameters of /urlencoded/medium. */
public record MediumForm(
        @NotNull @Text(max = 100) String name,
        @NotNull @Text(min = 3, max = 254) String email,
        @NotNull @Min(0) @Max(150) Long age,
        @NotNull @Text(max = 100) String city,
        @NotNull Boolean newsletter,
        @NotNull Boolean terms,
        @NotNull LocalDate birthday,
        @NotNull @DecimalMin("0") @DecimalMax("300") Double height,
        @NotNull @EachText(max = 40) List<String> interests,
        @NotNull @Pattern(regexp = "free|basic|pro") String plan) {
}
