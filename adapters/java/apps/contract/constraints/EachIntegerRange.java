package apps.contract.constraints;

import java.util.List;
import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorContext;

/** Checks {@link EachInteger}. */
public final class EachIntegerRange implements ConstraintValidator<EachInteger, List<Long>> {
    private long min;
    private long max;

    @Override
    public void initialize(EachInteger rule) {
        min = rule.min();
        max = rule.max();
    }

    @Override
    public boolean isValid(List<Long> integers, ConstraintValidatorContext context) {
        return integers == null || integers.stream().allMatch(integer -> min <= integer && integer <= max);
    }
}
