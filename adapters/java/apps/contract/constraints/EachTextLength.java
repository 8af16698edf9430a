package apps.contract.constraints;

import java.util.List;
import javax.validation.ConstraintValidator;
import javax.validation.ConstraintValidatorContext;

/** Checks {@link EachText}. */
public final class EachTextLength implements ConstraintValidator<EachText, List<String>> {
    private int min;
    private int max;

    @Override
    public void initialize(EachText rule) {
        min = rule.min();
        max = rule.max();
    }

    @Override
    public boolean isValid(List<String> texts, ConstraintValidatorContext context) {
        return texts == null || texts.stream().allMatch(text -> TextLength.isWithin(text, min, max));
    }
}
